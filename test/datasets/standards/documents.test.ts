import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DATASHEET_SECTIONS, datasheetSchema } from '#core/datasheet.ts'
import { citeRelease } from '#datasets/standards/citation.ts'
import { wordsOf } from '#datasets/standards/release-words.ts'
import type { Built } from '../build-from-text.ts'
import { tempFolder } from '../temp-folder.ts'
import { AWKWARD, buildAnimals, buildProducts, WORDS } from './described-releases.ts'

const temp = tempFolder()
const animals = await buildAnimals(temp)
const products = await buildProducts(temp)

interface Resource {
  name: string
  path: string
  format: string
  bytes: number
  hash: string
  schema?: {
    fields: { name: string; type: string; constraints?: { required?: boolean; enum?: string[] } }[]
    primaryKey?: string[]
    foreignKeys?: { fields: string[]; reference: { resource: string; fields: string[] } }[]
    missingValues: string[]
  }
}

function packageOf(built: Built): Record<string, unknown> & { resources: Resource[] } {
  return JSON.parse(readFileSync(join(built.folder, 'datapackage.json'), 'utf8'))
}

for (const [name, built] of Object.entries({ animals, products })) {
  test(`${name}: datapackage.json lists every data file with its true size and hash, under a name of its own`, () => {
    const { resources, $schema } = packageOf(built)
    assert.equal($schema, 'https://datapackage.org/profiles/2.0/datapackage.json')
    for (const { path, bytes, hash } of resources) {
      const content = readFileSync(join(built.folder, path))
      assert.equal(bytes, content.length)
      assert.equal(hash, `sha256:${createHash('sha256').update(content).digest('hex')}`)
    }
    const names = resources.map((one) => one.name)
    assert.equal(new Set(names).size, names.length)
    for (const resource of names) assert.match(resource, /^[a-z0-9][a-z0-9._-]*$/)
    const data = built.files.filter(({ format }) => ['csv', 'parquet', 'zip'].includes(format))
    for (const { path } of data)
      assert.ok(
        resources.some((one) => one.path === path),
        path,
      )
  })

  test(`${name}: the fields of a CSV are its columns in order, and keys name fields that exist`, () => {
    const { resources } = packageOf(built)
    const fieldsOf = (resource: string) =>
      resources.find((one) => one.name === resource)?.schema?.fields.map((field) => field.name) ?? []
    for (const table of built.schema.tables) {
      const { schema } = resources.find((one) => one.name === table.name && one.format === 'csv') ?? {}
      assert.deepEqual(
        schema?.fields.map((field) => field.name),
        table.columns.map((column) => column.name),
      )
      for (const key of schema?.primaryKey ?? []) assert.ok(fieldsOf(table.name).includes(key))
      for (const { fields, reference } of schema?.foreignKeys ?? []) {
        assert.ok(fieldsOf(table.name).includes(fields[0]))
        assert.ok(fieldsOf(reference.resource).includes(reference.fields[0]))
      }
    }
  })
}

test('the data package says types, gaps, closed lists, licences and people', () => {
  const { resources, licenses, contributors, version } = packageOf(animals)
  const train = resources.find((one) => one.name === 'train')?.schema
  const types = Object.fromEntries(train?.fields.map((field) => [field.name, field.type]) ?? [])
  assert.deepEqual(
    [AWKWARD.number, AWKWARD.flag, AWKWARD.day, AWKWARD.instant, 'label'].map((name) => types[name]),
    ['number', 'boolean', 'date', 'datetime', 'string'],
  )
  const label = train?.fields.find((field) => field.name === 'label')
  assert.deepEqual(label?.constraints?.enum?.length, 3)
  assert.equal(label?.constraints?.required, true)
  assert.deepEqual(train?.missingValues, [''])
  assert.deepEqual(
    (licenses as { name: string }[]).map(({ name }) => name),
    ['CC-BY-4.0', 'MIT'],
  )
  assert.equal((contributors as unknown[]).length, 2)
  assert.equal(version, '12.0.0')
})

test('a citation names people, year, title, version and place, and BibTeX survives special characters', () => {
  const { text, bibtex } = citeRelease(WORDS)
  assert.equal(
    text,
    'Ada Lovelace; Institute of Birds & Bees (2026). Birds & “beasts” 100 % (Version 12.0.0) [Data set]. https://doi.org/10.5281/zenodo.1234567',
  )
  const { datasheet: _, ...nobody } = WORDS
  assert.match(citeRelease(nobody).text, /^Birds & .* \[Data set\] \(2026\)\. https:/)
  assert.match(bibtex, /^@misc\{birds-12,\n/)
  assert.match(bibtex, /author = \{Ada Lovelace and \{Institute of Birds \\& Bees\}\}/)
  assert.match(bibtex, /title = \{\{Birds \\& “beasts” 100 \\%\}\}/)
  const nasty = citeRelease({ ...WORDS, title: 'a}b{c\\d_e#f$g^h~i', slug: '§§', version: 1 }).bibtex
  const depths = [0]
  for (const letter of nasty.replace(/\\[{}]/g, ''))
    depths.push((depths.at(-1) ?? 0) + (letter === '{' ? 1 : letter === '}' ? -1 : 0))
  assert.equal(depths.at(-1), 0)
  assert.ok(Math.min(...depths) >= 0)
  assert.match(nasty, /^@misc\{dataset-1,/)
})

test('the README has the filled sections of the datasheet in their order, the citation, and no empty heading', () => {
  const readme = readFileSync(join(animals.folder, 'README.md'), 'utf8')
  const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, title]) => title)
  assert.deepEqual(headings, [
    'Licence',
    'Citation',
    'Motivation',
    'Uses',
    'Tables',
    'Files',
    'Reading the data',
  ])
  assert.match(readme, /To tell birds from beasts\./)
})

test('a datasheet may be empty, holds the seven sections of Gebru et al., and refuses what is none of it', () => {
  const empty = datasheetSchema.parse({})
  assert.equal(DATASHEET_SECTIONS.length, 7)
  for (const { name } of DATASHEET_SECTIONS) assert.equal(empty[name], '')
  assert.equal(datasheetSchema.safeParse({ doi: 'https://doi.org/10.5281/x' }).success, false)
  assert.equal(datasheetSchema.safeParse({ homepage: 'javascript:alert(1)' }).success, false)
  assert.equal(datasheetSchema.safeParse({ unknown: 1 }).success, false)
})

test('equal words and tables give equal documents', async () => {
  const again = await buildAnimals(temp)
  for (const name of ['croissant.json', 'datapackage.json', 'README.md', 'SHA256SUMS'])
    assert.deepEqual(readFileSync(join(again.folder, name)), readFileSync(join(animals.folder, name)))
})

test('words come from the dataset as the database keeps it', () => {
  const dataset = {
    ...{
      slug: 'b c',
      title: 'T',
      summary: 's',
      description: 'd',
      licence: 'MIT',
      attribution: '',
      datasheet: null,
    },
  }
  const words = wordsOf(dataset, { version: 2, createdAt: new Date('2026-02-03T23:00:00Z') }, 'https://x.org')
  assert.deepEqual(
    [words.url, words.published, words.version],
    ['https://x.org/datasets/b%20c', '2026-02-03', 2],
  )
})
