/** Ways to break the Croissant document of the animals, each with what the validator should say of it. */
type Json = Record<string, unknown>
type Break = [RegExp, (document: Json) => unknown]

const list = (value: unknown) => value as Json[]
const setOf = (document: Json, id: string) =>
  list(document.recordSet).find((one) => one['@id'] === id) as Json
const fieldsOf = (document: Json, id: string) => list(setOf(document, id).field)
const first = (document: Json) => fieldsOf(document, 'train')[0]
const imagesOf = (document: Json) => fieldsOf(document, 'images-of/train/C_image')
const file = (document: Json) => list(document.distribution)[0]
const set = (node: Json, change: Json) => Object.assign(node, change)
const setSource = (document: Json, change: Json) => set(first(document).source as Json, change)

const words: Break[] = [
  [/conformsTo/, (d) => set(d, { conformsTo: 'http://mlcommons.org/croissant/1.0' })],
  [/no schema.org Dataset/, (d) => set(d['@context'] as Json, { sc: 'http://schema.org/' })],
  [/containedIn/, (d) => delete (d['@context'] as Json).containedIn],
  [/version/, (d) => set(d, { version: '12' })],
  [/version/, (d) => set(d, { version: '01.0.0' })],
  [/no date/, (d) => set(d, { datePublished: '2026-02-31' })],
  [/no date/, (d) => set(d, { datePublished: '2026-01-31 or so' })],
  [/no person/, (d) => set(d, { creator: { name: 'Ada' } })],
  [/license/, (d) => delete d.license],
  [/license is no text/, (d) => set(d, { license: 5 })],
  [/url of the dataset/, (d) => set(d, { url: 5 })],
  [/description of the dataset/, (d) => set(d, { description: ['a', 'b'] })],
  [/keywords/, (d) => set(d, { keywords: [5] })],
  [/sameAs/, (d) => set(d, { sameAs: 5 })],
  [/citeAs/, (d) => set(d, { citeAs: ['a', 'b'] })],
]

const files: Break[] = [
  [/sha256/, (d) => delete file(d).sha256],
  [/contentUrl/, (d) => delete file(d).contentUrl],
  [/encodingFormat/, (d) => delete file(d).encodingFormat],
  [/encodingFormat of/, (d) => set(file(d), { encodingFormat: 5 })],
  [/has no includes/, (d) => set(list(d.distribution).at(-1) as Json, { includes: [5] })],
  [/white space/, (d) => set(file(d), { '@id': 'a b' })],
  [/two nodes/, (d) => set(file(d), { '@id': list(d.distribution)[1]['@id'] })],
  [/does not exist/, (d) => list(d.distribution).splice(0, list(d.distribution).length - 1)],
]

const records: Break[] = [
  [/key is no field/, (d) => set(setOf(d, 'train'), { key: { '@id': 'x' } })],
  [/data type/, (d) => set(first(d), { dataType: 'sc:Nothing' })],
  [/name of train\/id/, (d) => set(first(d), { name: 5 })],
  [/isArray/, (d) => set(first(d), { isArray: 'yes' })],
  [/no array/, (d) => set(first(d), { arrayShape: '3,3' })],
  [/needs a source/, (d) => delete first(d).source],
  [/should be a node/, (d) => set(first(d), { source: 'train.parquet' })],
  [/should be a node/, (d) => set(first(d), { references: 'test/id' })],
  [/extract one thing/, (d) => setSource(d, { extract: {} })],
  [/transform in one/, (d) => setSource(d, { transform: 'upper' })],
  [/transform in one/, (d) => setSource(d, { transform: { regex: '(.)', separator: ',' } })],
  [/other keys/, (d) => set(list(setOf(d, 'splits').data)[0], { more: 1 })],
  [/other keys/, (d) => set(setOf(d, 'splits'), { data: ['train'] })],
]

const fromZip = (fileProperty: string) => ({ fileSet: { '@id': 'image-files' }, extract: { fileProperty } })

const joins: Break[] = [
  [/without a join/, (d) => imagesOf(d).map((field) => delete field.references)],
  [/not its first/, (d) => set(imagesOf(d)[0], { references: { field: { '@id': 'test/id' } } })],
  [
    /a field with a file/,
    (d) => {
      set(imagesOf(d)[1], { references: fromZip('fullpath') })
      set(imagesOf(d)[2], { source: fromZip('content') })
    },
  ],
]

/** Each changes a document in place. */
export const BROKEN: readonly Break[] = [...words, ...files, ...records, ...joins]
