/** Two small releases with everything in them that documents and starters must cope with, built for real. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { datasheetSchema } from '#core/datasheet.ts'
import type { ReleaseWords } from '#datasets/standards/release-words.ts'
import { type Built, build, csv } from '../build-from-text.ts'
import { seeded } from '../generated-table.ts'
import type { TempFolder } from '../temp-folder.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

export const WORDS: ReleaseWords = {
  slug: 'birds',
  title: 'Birds & “beasts” 100 %',
  summary: 'Short.',
  description: 'Longer *words*.',
  licence: 'CC-BY-4.0 AND MIT',
  attribution: 'Name the birds.',
  version: 12,
  published: '2026-01-31',
  url: 'https://data.example.org/datasets/birds',
  datasheet: datasheetSchema.parse({
    creators: ['Ada Lovelace', '{Institute of Birds & Bees}'],
    doi: '10.5281/zenodo.1234567',
    keywords: ['birds'],
    motivation: 'To tell birds from beasts.',
    uses: 'Not for hunting.',
  }),
}

/** Names that break identifiers, CSV, SQL, Python and R, when they are not quoted. */
export const AWKWARD = {
  number: 'width cm',
  text: `it's a "text", 100%`,
  flag: 'naïve:flag?',
  day: '../day',
  instant: 'select',
  kind: 'if',
  image: 'C:\\image',
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

/** Rows whose label can be learnt from their words, with gaps in every feature. */
function animalRows(count: number, seed: number, prefix: string): string[] {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
  const gap = (cell: string) => (random() < 0.1 ? '' : cell)
  return Array.from({ length: count }, (_, i) => {
    const label = pick(['cat', 'dog', "o'wl, NA"])
    const word = label === 'cat' ? 'purring' : label === 'dog' ? 'barking' : 'hooting'
    return [
      `${prefix}${String(i).padStart(4, '0')}`,
      gap((random() * 100).toFixed(2)),
      gap(quoted(`a ${word} animal, number ${Math.floor(random() * 1e6)} "seen" at night`)),
      gap(random() < 0.5 ? 'true' : 'false'),
      gap(`2025-0${1 + Math.floor(random() * 9)}-11`),
      gap(`2025-01-0${1 + Math.floor(random() * 9)}T10:00:00Z`),
      gap(pick(['NA', 'b', 'null'])),
      `${i % 2 ? 'a/' : ''}${i % 20}.png`,
      quoted(label),
    ].join(',')
  })
}

function imagesFolder(temp: TempFolder): string {
  const folder = dirname(temp.write('images/keep.txt', 'no image'))
  mkdirSync(join(folder, 'a'))
  for (let i = 0; i < 20; i++)
    writeFileSync(
      join(folder, `${i % 2 ? 'a/' : ''}${i}.png`),
      Buffer.concat([PIXEL, Buffer.from(String(i))]),
    )
  return folder
}

/** 400 training and 100 test rows with a column of every type and an image each. */
export function buildAnimals(temp: TempFolder): Promise<Built> {
  const { number, text, flag, day, instant, kind, image } = AWKWARD
  const header = ['id', number, text, flag, day, instant, kind, image, 'label'].map(quoted).join(',')
  return build(
    temp,
    'classification',
    { train: csv(header, animalRows(400, 1, 'a')), test: csv(header, animalRows(100, 2, 'b')) },
    { imagesFolder: imagesFolder(temp), datasheet: WORDS },
  )
}

/** Products of two shops with pairs under two definitions: the same, and the same but for the colour. */
export function buildProducts(temp: TempFolder, oneTable = false): Promise<Built> {
  const random = seeded(3)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]
  const things = Array.from({ length: 200 }, (_, i) => ({
    name: `${pick(['red', 'blue', 'green'])} ${pick(['lamp', 'chair', 'table'])} model ${i} ${pick(['x', 'y'])}`,
    price: (random() * 100).toFixed(2),
    kind: pick(['indoor', 'outdoor']),
  }))
  const line = (id: string, i: number, words: string) =>
    `${id}${i},${words},${random() < 0.1 ? '' : things[i].price},${things[i].kind}`
  const left = things.map((thing, i) => line('l', i, thing.name))
  const right = things.map((thing, i) => line('r', i, thing.name.split(' ').reverse().join(' ')))
  const pairs = (from: number, to: number) =>
    things.slice(from, to).flatMap((_, k) => {
      const i = from + k
      const other = (i + 7) % 200
      return [`l${i},r${i},1,1`, `l${i},r${other},0,${random() < 0.2 ? 1 : 0}`]
    })
  const header = 'id,item name,price,kind'
  const pairHeader = 'id_left,id_right,label_exact,label_variant'
  const records: Record<string, string> = oneTable
    ? { records: csv(header, [...left, ...right]) }
    : { left: csv(header, left), right: csv(header, right) }
  const labelled = {
    train_pairs: csv(pairHeader, pairs(0, 140)),
    test_pairs: csv(pairHeader, pairs(140, 200)),
  }
  return build(temp, 'matching', { ...records, ...labelled }, { datasheet: WORDS })
}
