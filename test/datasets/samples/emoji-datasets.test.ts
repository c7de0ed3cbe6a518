import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Row } from '#datasets/samples/csv-rows.ts'
import { emojiDatasets } from '#datasets/samples/emoji-datasets.ts'
import { emojiRecords } from '#datasets/samples/emoji-records.ts'
import { splitFamilies } from '#datasets/samples/emoji-splits.ts'
import { parseSchema } from '#datasets/schema.ts'

const datasets = emojiDatasets()
const [classification, matching, sprint, sprintMatching] = datasets
const records = emojiRecords()
const share = (part: number, whole: number) => part / whole

/** Emoji by the drawing a row shows: the one thing that ties an opaque id to its emoji. */
function emojiBySvg(dataset: (typeof datasets)[number]) {
  const bySvg = new Map(
    records.flatMap((record) =>
      [record.openmoji.colourSvg, record.openmoji.lineSvg, record.twemojiSvg].map((svg) => [svg, record]),
    ),
  )
  const byFile = new Map(dataset.images.map(({ svg, file }) => [file, bySvg.get(svg)!]))
  return (row: Row) => byFile.get(row.image)!
}

test('every dataset has a valid schema that says what its tables hold, and a licence for each part', () => {
  for (const { manifest, tables, images } of datasets) {
    const schema = parseSchema(JSON.parse(JSON.stringify(manifest.schema)))
    for (const table of schema.tables) {
      assert.deepEqual(
        table.columns.map((c) => c.name),
        tables[table.name].columns,
      )
      assert.equal(table.rows, tables[table.name].rows.length)
      for (const column of table.columns) {
        const cells = tables[table.name].rows.map((row) => row[column.name])
        const where = `${manifest.slug} ${table.name} ${column.name}`
        assert.ok(
          cells.every((cell) => typeof cell === 'string'),
          `${where}: a cell is missing`,
        )
        assert.ok(column.nullable || cells.every((cell) => cell !== ''), `${where}: an empty cell`)
        const known = column.categories && new Set(column.categories)
        assert.ok(!known || cells.every((cell) => known.has(cell)), `${where}: an unknown category`)
        if (column.modality === 'numeric')
          assert.ok(
            cells.every((cell) => Number.isFinite(Number(cell))),
            where,
          )
        if (column.type === 'date')
          assert.ok(
            cells.every((cell) => /^\d{4}-\d\d-\d\d$/.test(cell)),
            where,
          )
      }
    }
    const shown = manifest.sources.map((source) => source.licence)
    assert.ok(
      manifest.licence.split(' AND ').every((licence) => shown.includes(licence)),
      manifest.slug,
    )
    assert.match(manifest.attribution, /creativecommons\.org\/licenses\/by/)
    assert.match(manifest.changes, /PNG/)
    assert.ok(images.every(({ svg }) => existsSync(svg)))
    assert.equal(new Set(images.map(({ file }) => file)).size, images.length, 'no image is stored twice')
    const uses = (name: string) => images.some(({ svg }) => svg.includes(name))
    assert.equal(uses('openmoji'), shown.includes('CC-BY-SA-4.0'), manifest.slug)
    assert.equal(uses('twemoji'), shown.includes('CC-BY-4.0'), manifest.slug)
  }
})

test('the sizes are the ones that the pages promise', () => {
  const rows = (dataset: (typeof datasets)[number]) =>
    Object.fromEntries(Object.entries(dataset.tables).map(([name, table]) => [name, table.rows.length]))
  assert.deepEqual(rows(classification), { train: 1148, test: 765 })
  assert.deepEqual(rows(matching), { left: 3564, right: 3395, train_pairs: 10728, test_pairs: 7161 })
  assert.deepEqual(rows(sprint), { train: 718, test: 471 })
  assert.deepEqual(rows(sprintMatching), { left: 1189, right: 1189, train_pairs: 3590, test_pairs: 2355 })
  const [group, subgroup] = classification.manifest.questions
  assert.equal(group.classes.length, 9)
  assert.equal(subgroup.classes.length, 97)
})

test('every class is in train and in test, and every group in both parts of the test', () => {
  for (const { manifest, tables } of [classification, sprint]) {
    for (const { labelColumn, classes } of manifest.questions) {
      for (const table of [tables.train, tables.test]) {
        assert.deepEqual(new Set(table.rows.map((row) => row[labelColumn])), new Set(classes))
      }
    }
    for (const split of ['public', 'private']) {
      const groups = tables.test.rows.filter((row) => row.split === split).map((row) => row.label_group)
      assert.deepEqual(new Set(groups), new Set(manifest.questions[0].classes))
    }
  }
})

test('two fifths are tested, of which three tenths are public', () => {
  for (const { tables } of [classification, sprint]) {
    const { train, test } = tables
    const tested = share(test.rows.length, train.rows.length + test.rows.length)
    const shown = share(test.rows.filter((row) => row.split === 'public').length, test.rows.length)
    assert.ok(Math.abs(tested - 0.4) < 0.02, `${tested}`)
    assert.ok(Math.abs(shown - 0.3) < 0.03, `${shown}`)
  }
  for (const { tables } of [matching, sprintMatching]) {
    const pairs = tables.train_pairs.rows.length + tables.test_pairs.rows.length
    assert.ok(Math.abs(share(tables.test_pairs.rows.length, pairs) - 0.4) < 0.02)
  }
})

test('no family stands on both sides of a split, in any of the datasets together', () => {
  const seen = new Map<string, Set<string>>()
  const note = (family: string, split: string) => seen.set(family, (seen.get(family) ?? new Set()).add(split))
  for (const dataset of [classification, sprint]) {
    const emojiOf = emojiBySvg(dataset)
    for (const row of dataset.tables.train.rows) note(emojiOf(row).family, 'train')
    for (const row of dataset.tables.test.rows) note(emojiOf(row).family, row.split)
  }
  for (const dataset of [matching, sprintMatching]) {
    const emojiOf = emojiBySvg(dataset)
    const { left, right, train_pairs, test_pairs } = dataset.tables
    const byId = new Map([...left.rows, ...right.rows].map((row) => [row.id, emojiOf(row).family]))
    for (const pair of [...train_pairs.rows, ...test_pairs.rows]) {
      for (const id of [pair.id_left, pair.id_right]) note(byId.get(id)!, pair.split ?? 'train')
    }
  }
  assert.ok(seen.size > 1600)
  for (const [family, splits] of seen) assert.equal(splits.size, 1, `${family} is in ${[...splits]}`)
})

test('pairs are labelled truly, occur once, and the hard negatives look alike', () => {
  for (const dataset of [matching, sprintMatching]) {
    const emojiOf = emojiBySvg(dataset)
    const { left, right, train_pairs, test_pairs } = dataset.tables
    const byId = new Map([...left.rows, ...right.rows].map((row) => [row.id, emojiOf(row)]))
    const pairs = [...train_pairs.rows, ...test_pairs.rows]
    assert.equal(new Set(pairs.map((p) => `${p.id_left} ${p.id_right}`)).size, pairs.length)
    let sameSubgroup = 0
    for (const pair of pairs) {
      const [a, b] = [byId.get(pair.id_left)!, byId.get(pair.id_right)!]
      assert.equal(pair.label_exact === '1', a.hexcode === b.hexcode)
      if (pair.label_variant !== undefined) assert.equal(pair.label_variant === '1', a.family === b.family)
      if (a.subgroup === b.subgroup) sameSubgroup++
    }
    assert.ok(share(sameSubgroup, pairs.length) > 0.7)
    const matched = new Set(pairs.filter((p) => p.label_exact === '1').map((p) => p.id_right))
    assert.equal(matched.size, right.rows.length, 'every Twemoji record has its OpenMoji one among the pairs')
  }
})

test('the two sides are worded differently for most matches', () => {
  for (const { tables } of [matching, sprintMatching]) {
    const text = new Map([...tables.left.rows, ...tables.right.rows].map((r) => [r.id, r.name ?? r.title]))
    const matches = [...tables.train_pairs.rows, ...tables.test_pairs.rows].filter(
      (p) => p.label_exact === '1',
    )
    const same = matches.filter(
      (p) => text.get(p.id_left)!.toLowerCase() === text.get(p.id_right)!.toLowerCase(),
    )
    assert.ok(share(same.length, matches.length) < 0.5)
  }
})

test('what would answer a question outright is no feature', () => {
  const features = datasets.flatMap(({ manifest }) =>
    manifest.schema.tables.flatMap((table) => table.columns.filter((c) => c.role === 'feature')),
  )
  const names = new Set(features.map((column) => column.name))
  for (const name of ['hexcode', 'order', 'group', 'subgroup', 'family', 'tone', 'skins', 'split']) {
    assert.ok(!names.has(name), name)
  }
  // ids are numbered in an order that has nothing to do with Unicode's, on either side
  const emojiOf = emojiBySvg(matching)
  const position = new Map(records.map((record, i) => [record.hexcode, i]))
  for (const { rows } of [matching.tables.left, matching.tables.right]) {
    const places = rows.map((row) => position.get(emojiOf(row).hexcode)!)
    const rising = places.filter((place, i) => i > 0 && place > places[i - 1]).length
    assert.ok(Math.abs(share(rising, rows.length) - 0.5) < 0.05, 'row order follows Unicode order')
  }
})

test('names, groups and versions are those of emojibase', () => {
  const folder = dirname(createRequire(import.meta.url).resolve('emojibase-data/package.json'))
  const compact = JSON.parse(readFileSync(join(folder, 'en/compact.json'), 'utf8')) as {
    hexcode: string
    label: string
    group?: number
  }[]
  const known = new Map(compact.map((entry) => [entry.hexcode, entry]))
  const base = records.filter((record) => record.tone === 0)
  assert.equal(base.length, 1914)
  for (const record of base) assert.equal(record.name, known.get(record.hexcode)?.label)
})

test('a seed decides the split, and another one decides otherwise', () => {
  const one = splitFamilies(records, 'one')
  assert.deepEqual(splitFamilies([...records], 'one'), one)
  const other = splitFamilies(records, 'two')
  const moved = [...one].filter(([family, split]) => other.get(family) !== split)
  assert.ok(share(moved.length, one.size) > 0.3)
})
