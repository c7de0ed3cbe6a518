import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Check } from '#datasets/checks/check.ts'
import { printCsv } from '#datasets/samples/csv-rows.ts'
import { emojiDatasets } from '#datasets/samples/emoji-datasets.ts'
import { build, codes, csv } from '../build-from-text.ts'
import { seeded } from '../generated-table.ts'
import { png } from '../small-images.ts'
import { tempFolder } from '../temp-folder.ts'

const temp = tempFolder()

const find = (checks: readonly Check[], code: Check['code']) => checks.find((check) => check.code === code)

test('law: the sample datasets raise no alarm', async () => {
  for (const { manifest, tables } of emojiDatasets()) {
    const texts = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, printCsv(table)]))
    const built = await build(temp, manifest.kind, texts, { schema: manifest.schema })
    // the pictures are drawn elsewhere
    const alarms = codes(built).filter((code) => code !== 'missing_image')
    assert.deepEqual(alarms, [], manifest.slug)
  }
})

test('law: clean random tables of every modality raise no alarm', async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const random = seeded(seed)
    const rows = (prefix: string, count: number) =>
      Array.from({ length: count }, () => {
        const words = Array.from({ length: 10 }, () => `word${Math.floor(random() * 900)}`).join(' ')
        const code = Array.from({ length: 12 }, () => Math.floor(random() * 10)).join('')
        const date = `20${10 + Math.floor(random() * 15)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`
        const numbers = [(random() * 100).toFixed(2), Math.floor(random() * 1e6), `SKU-${code}`]
        const id = `${prefix}${Math.floor(random() * 1e12)}`
        return [
          id,
          words,
          ...numbers,
          date,
          random() < 0.5,
          `k${Math.floor(random() * 5)}`,
          random() < 0.4 ? 'x' : 'y',
        ].join(',')
      })
    const header = 'id,words,price,stock,code,made,used,kind,label'
    const built = await build(temp, 'classification', {
      train: csv(header, rows('a', 300)),
      test: csv(header, rows('b', 200)),
    })
    assert.deepEqual(codes(built), [], `seed ${seed}`)
  }
})

test('ids that begin with the class, and ids in the order of the class, are told; random ids are not', async () => {
  const labels = Array.from({ length: 200 }, (_, i) => (i < 100 ? 'cat' : 'dog'))
  const release = (id: (i: number) => string) => {
    const random = seeded(4)
    const lines = labels.map((label, i) => `${id(i)},${Math.floor(random() * 1e6)},${label}`)
    return build(temp, 'classification', { data: csv('id,size,label', lines) })
  }
  const named = await release((i) => `${labels[i]}-${(i * 7919) % 1000}`)
  assert.match(find(named.checks, 'id_gives_label')?.message ?? '', /what they begin with.*100\.0 %/)
  const ordered = await release((i) => `row${i}`)
  assert.match(find(ordered.checks, 'id_gives_label')?.message ?? '', /the number they end with/)
  const mixed = await release((i) => `row${(i * 7919) % 1009}`)
  assert.equal(find(mixed.checks, 'id_gives_label'), undefined)
})

test('a number that gives the label away by its size is told; a column that helps is named with its score', async () => {
  const random = seeded(8)
  const lines = Array.from({ length: 600 }, (_, i) => {
    const label = random() < 0.5
    const size = label ? 500 + random() * 400 : random() * 400
    const hint = random() < 0.75 ? label : !label
    return `r${(i * 7919) % 10007},${size.toFixed(4)},h${hint},${label ? 'x' : 'y'}`
  })
  const built = await build(temp, 'classification', { data: csv('id,size,hint,label', lines) })
  assert.equal(find(built.checks, 'feature_gives_label')?.column, 'size')
  const best = find(built.checks, 'best_single_feature')
  assert.deepEqual([best?.column, best?.severity], ['hint', 'info'])
  assert.match(best?.message ?? '', /7\d\.\d % of rows held out/)
})

test('a given split that parts groups is told; one that does not is not', async () => {
  const header = 'id,shop,size,label'
  const lines = (prefix: string, shop: (i: number) => number) =>
    Array.from(
      { length: 60 },
      (_, i) => `${prefix}${i},shop${shop(i)},${(i * 37) % 101},${i % 3 ? 'x' : 'y'}`,
    )
  const release = async (shop: (i: number) => number) => {
    const tables = {
      train: csv(
        header,
        lines('a', (i) => i % 9),
      ),
      test: csv(header, lines('b', shop)),
    }
    const { schema } = await build(temp, 'classification', tables)
    const grouped = {
      ...schema,
      tables: schema.tables.map((table) => ({
        ...table,
        columns: [
          ...table.columns.map((c) =>
            c.name === 'shop' ? { ...c, role: 'group' as const, categories: undefined } : c,
          ),
          // a released test table has no label; the one that is given has
          ...(table.name === 'test' ? schema.tables[0].columns.filter((c) => c.name === 'label') : []),
        ],
      })),
    }
    return build(temp, 'classification', tables, { schema: grouped })
  }
  const parted = await release((i) => (i < 20 ? 3 : 20 + (i % 5)))
  assert.match(find(parted.checks, 'group_in_both_splits')?.message ?? '', /^20 of 60 .*'shop3'/)
  assert.equal(find((await release((i) => 20 + (i % 5))).checks, 'group_in_both_splits'), undefined)
})

test('pictures of the test that are pictures of the training, under another name, are told', async () => {
  const folder = temp.fresh('images')
  mkdirSync(folder)
  const lines = (table: string, picture: (i: number) => string) =>
    Array.from({ length: 30 }, (_, i) => {
      writeFileSync(join(folder, `${table}${i}.png`), png(picture(i)))
      return `${table}${i},${table}${i}.png,${i % 3 ? 'x' : 'y'}`
    })
  const tables = {
    train: csv(
      'id,picture,label',
      lines('a', (i) => `own ${i}`),
    ),
    test: csv(
      'id,picture,label',
      lines('b', (i) => (i < 4 ? `own ${i}` : `other ${i}`)),
    ),
  }
  const built = await build(temp, 'classification', tables, { imagesFolder: folder })
  const found = find(built.checks, 'identical_images_across_splits')
  assert.match(found?.message ?? '', /^4 of 30/)
  assert.equal(found?.examples?.[0], 'b0.png ~ a0.png')
})
