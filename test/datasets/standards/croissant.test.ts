import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ColumnSchema, DatasetSchema } from '#datasets/schema.ts'
import { type Croissant, croissantOnTheWeb } from '#datasets/standards/croissant.ts'
import { recordSets } from '#datasets/standards/croissant-records.ts'
import type { Built } from '../build-from-text.ts'
import { tempFolder } from '../temp-folder.ts'
import { BROKEN } from './broken-documents.ts'
import { validateCroissant } from './croissant-validator.ts'
import { AWKWARD, buildAnimals, buildProducts, WORDS } from './described-releases.ts'

const temp = tempFolder()
const animals = await buildAnimals(temp)
const products = await buildProducts(temp)
const catalogue = await buildProducts(temp, true)

type Json = Record<string, unknown>
const documentOf = (built: Built): Croissant =>
  JSON.parse(readFileSync(join(built.folder, 'croissant.json'), 'utf8'))
const list = (value: unknown) => value as Json[]
const setNamed = (document: Croissant, id: string) =>
  list(document.recordSet).find((one) => one['@id'] === id)
const fieldNamed = (document: Croissant, set: string, name: string) =>
  list(setNamed(document, set)?.field).find((one) => one.name === name)
for (const [name, built] of Object.entries({ animals, products, catalogue })) {
  test(`${name}: croissant.json is valid`, () => {
    assert.deepEqual(validateCroissant(documentOf(built)), [])
  })

  test(`${name}: it lists the release's files with their true size and sha256, and SHA256SUMS lists it`, () => {
    const files = list(documentOf(built).distribution).filter((one) => one['@type'] === 'cr:FileObject')
    assert.ok(files.length >= 9)
    for (const { contentUrl, contentSize, sha256 } of files) {
      const bytes = readFileSync(join(built.folder, String(contentUrl)))
      assert.equal(contentSize, `${bytes.length} B`)
      assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'))
    }
    assert.match(readFileSync(join(built.folder, 'SHA256SUMS'), 'utf8'), / {2}croissant\.json\n/)
  })

  test(`${name}: every column of every table is a field that reads it from the Parquet file`, () => {
    const document = documentOf(built)
    for (const table of built.schema.tables) {
      for (const column of table.columns) {
        const { source } = fieldNamed(document, table.name, column.name) as { source: Json }
        assert.deepEqual(source.fileObject, { '@id': `${table.name}.parquet` })
        assert.deepEqual(source.extract, { column: column.name })
      }
    }
  })

  test(`${name}: it speaks of no withheld label`, () => {
    const document = documentOf(built)
    for (const table of ['test', 'test_pairs']) {
      const fields = list(setNamed(document, table)?.field ?? [])
      for (const field of fields) assert.doesNotMatch(JSON.stringify(field), /cr:Label|"label/)
    }
    for (const { path } of built.truth) assert.ok(!JSON.stringify(document).includes(`"${path}"`))
    assert.doesNotMatch(JSON.stringify(document), /private|public"/)
  })
}

test('awkward column names keep their name and get an identifier that is an address', () => {
  const document = documentOf(animals)
  const ids = Object.values(AWKWARD).map((name) => fieldNamed(document, 'train', name)?.['@id'])
  assert.deepEqual(ids.slice(0, 4), [
    'train/width_cm',
    'train/it_s_a_text_100_',
    'train/naïve_flag_',
    'train/__day',
  ])
  assert.equal(new Set(ids).size, ids.length)
})

test('images: a set of files in the zip, read by path, joined to the rows in a record set of their own', () => {
  const document = documentOf(animals)
  const files = list(document.distribution).find((one) => one['@type'] === 'cr:FileSet')
  assert.deepEqual(files?.containedIn, { '@id': 'images.zip' })
  assert.equal(files?.encodingFormat, 'image/png')
  for (const table of ['train', 'test']) {
    const set = `images-of/${table}/C_image`
    assert.deepEqual(setNamed(document, set)?.key, { '@id': `${set}/id` })
    const [id, path, content] = list(setNamed(document, set)?.field)
    assert.deepEqual(id.source, { field: { '@id': `${table}/id` } })
    assert.deepEqual(path.source, { field: { '@id': `${table}/C_image` } })
    assert.deepEqual(path.references, { field: { '@id': 'images-by-path/path' } })
    assert.deepEqual(content.source, { field: { '@id': 'images-by-path/content' } })
    assert.equal(content.dataType, 'sc:ImageObject')
    // a table is read from one file, so that nobody unpacks images to look at numbers
    for (const { source } of list(setNamed(document, table)?.field) as { source?: Json }[])
      if (source) assert.deepEqual(source.fileObject, { '@id': `${table}.parquet` })
  }
  // both ends of the join come to the same text, whether cells name the folder or not
  const regexOf = (set: string, name: string) => {
    const field = fieldNamed(document, set, name) as { source: { transform: { regex: string } } }
    return new RegExp(field.source.transform.regex)
  }
  for (const cell of ['a/1.png', 'images/a/1.png'])
    assert.equal(regexOf('train', AWKWARD.image).exec(cell)?.[1], 'a/1.png')
  for (const full of ['images/a/1.png', 'images.zip/images/a/1.png', '/tmp/x/images/a/1.png'])
    assert.equal(regexOf('images-by-path', 'path').exec(full)?.[1], 'a/1.png')
})

test('images of several columns of a table, whose key may be a number, each have their record set', () => {
  const image = (name: string): ColumnSchema => ({
    ...{ name, type: 'string', modality: 'image', role: 'feature', nullable: true },
  })
  const id: ColumnSchema = { name: 'path', type: 'int64', modality: 'id', role: 'id', nullable: false }
  const schema: DatasetSchema = {
    ...{ standard: 'grandstand-data/1', kind: 'matching' },
    tables: [{ name: 'records', columns: [id, image('front'), image('back')] }],
  }
  const sets = recordSets(schema, true)
  assert.deepEqual(
    sets.map((one) => one['@id']),
    ['images-by-path', 'records', 'images-of/records/front', 'images-of/records/back'],
  )
  const [key, path] = list(sets[3].field)
  assert.deepEqual([key['@id'], key.dataType], ['images-of/records/back/path', 'sc:Integer'])
  assert.equal(path['@id'], 'images-of/records/back/path-2')
  assert.deepEqual(
    recordSets(schema, false).map((one) => one['@id']),
    ['records'],
  )
})

test('splits, keys, closed lists of values and pairs are said', () => {
  const document = documentOf(animals)
  assert.equal(fieldNamed(document, 'train', 'split')?.value, 'train')
  assert.equal(fieldNamed(document, 'test', 'split')?.value, 'test')
  assert.deepEqual(setNamed(document, 'train')?.key, { '@id': 'train/id' })
  const label = fieldNamed(document, 'train', 'label') as {
    references: { field: { '@id': string } }
    dataType: string[]
  }
  assert.deepEqual(label.dataType, ['sc:Text', 'cr:Label'])
  const values = list(document.recordSet).find((one) =>
    label.references.field['@id'].startsWith(`${one['@id']}/`),
  )
  assert.equal(values?.dataType, 'sc:Enumeration')
  assert.equal(list(values?.data).length, 3)

  const pairs = documentOf(products)
  assert.deepEqual(setNamed(pairs, 'test_pairs')?.key, [
    { '@id': 'test_pairs/id_left' },
    { '@id': 'test_pairs/id_right' },
  ])
  const ends = ['id_left', 'id_right'].map((name) => fieldNamed(pairs, 'train_pairs', name)?.references)
  assert.deepEqual(ends, [{ field: { '@id': 'left/id' } }, { field: { '@id': 'right/id' } }])
  assert.deepEqual(fieldNamed(documentOf(catalogue), 'test_pairs', 'id_right')?.references, {
    field: { '@id': 'records/id' },
  })
})

test('on the web: files by their full address, words of today, the rest as released', () => {
  const document = documentOf(animals)
  const web = croissantOnTheWeb(
    document,
    { ...WORDS, title: 'New title' },
    (path) => `https://x.org/f/${path}`,
  )
  assert.deepEqual(validateCroissant(web), [])
  assert.equal(web.name, 'New title')
  assert.ok(list(web.distribution).some((one) => one.contentUrl === 'https://x.org/f/train.parquet'))
  assert.deepEqual(web.recordSet, document.recordSet)
})

test('without a datasheet and a licence of one word it is still valid', () => {
  const { datasheet: _, ...words } = WORDS
  const web = croissantOnTheWeb(documentOf(animals), { ...words, licence: 'LicenseRef-Ours' }, (path) => path)
  assert.deepEqual(validateCroissant(web), [])
  assert.equal(web.license, 'LicenseRef-Ours')
})

test('the validator notices what is broken', () => {
  for (const [expected, breakIt] of BROKEN) {
    const document = documentOf(animals)
    breakIt(document)
    assert.match(validateCroissant(document).join('\n'), expected)
  }
})
