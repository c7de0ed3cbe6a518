import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TableProfiler } from '#datasets/profile.ts'
import { SampleCollector } from '#datasets/sample-rows.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { ALL_TYPES, generateRows, type Row, toBatches } from './generated-table.ts'

function profile(table: TableSchema, rows: Row[], batchRows = 100) {
  const profiler = new TableProfiler(table)
  for (const batch of toBatches(table, rows, batchRows)) profiler.observe(batch)
  return profiler.finish()
}

test('law: the profile does not depend on batches, is JSON, and is small', () => {
  const rows = generateRows(3000, 1)
  const whole = profile(ALL_TYPES, rows, 3000)
  assert.deepEqual(profile(ALL_TYPES, rows, 17), whole)
  const json = JSON.stringify(whole)
  assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(profile(ALL_TYPES, rows, 1))))
  assert.ok(json.length < 10_000 * ALL_TYPES.columns.length)
})

test('law: in every column, nulls and what is counted make up the rows', () => {
  const rows = generateRows(700, 2)
  for (const [i, column] of profile(ALL_TYPES, rows).columns.entries()) {
    const nulls = rows.filter((row) => row[i] === null).length
    assert.equal(column.nulls, nulls)
    const { numbers, values, text } = column
    const bars = numbers?.bins ?? text?.lengths
    const counted = bars?.reduce((sum, b) => sum + b.count, numbers?.nonFinite ?? 0)
    const listed = values?.values.reduce((sum, v) => sum + v.count, values.otherCount)
    assert.equal(counted ?? listed ?? 700 - nulls, 700 - nulls, column.name)
    assert.equal(
      column.distinct,
      new Set(rows.map((row) => row[i]).filter((v) => v !== null)).size,
      column.name,
    )
  }
})

const TABLE: TableSchema = {
  name: 'train',
  columns: [
    { name: 'id', type: 'string', modality: 'id', role: 'id', nullable: false },
    { name: 'size', type: 'float64', modality: 'numeric', role: 'feature', nullable: true },
    { name: 'colour', type: 'string', modality: 'categorical', role: 'feature', nullable: true },
    { name: 'words', type: 'string', modality: 'text', role: 'feature', nullable: false },
    { name: 'picture', type: 'string', modality: 'image', role: 'feature', nullable: false },
    {
      name: 'label',
      type: 'string',
      modality: 'categorical',
      role: 'label',
      nullable: false,
      categories: ['x', 'y'],
    },
  ],
}

test('what pages draw: bars, values, words, images, and each by class', () => {
  const rows: Row[] = Array.from({ length: 1000 }, (_, i) => {
    const label = i % 4 ? 'x' : 'y'
    const size = i === 5 ? Number.NaN : i % 10
    return [`r${i}`, size, i % 2 ? 'red' : 'blue', `a Grandstand for all ${i}`, `images/${i}.png`, label]
  })
  const found = profile(TABLE, rows)
  assert.equal(found.labelColumn, 'label')
  const [, size, colour, words, picture, label] = found.columns
  assert.equal(size.numbers?.nonFinite, 1)
  for (const [i, bin] of (size.numbers?.bins ?? []).entries()) {
    assert.equal(
      size.numbers?.byLabel?.reduce((sum, one) => sum + one.counts[i], 0),
      bin.count,
    )
  }
  assert.deepEqual(colour.values?.values, [
    { value: 'blue', count: 500 },
    { value: 'red', count: 500 },
  ])
  assert.deepEqual(colour.values?.byLabel, [
    { label: 'x', counts: [250, 500] },
    { label: 'y', counts: [250, 0] },
  ])
  assert.deepEqual(words.text?.frequentWords[0], { value: 'grandstand', count: 1000 })
  assert.ok(!words.text?.frequentWords.some((w) => w.value === 'for'))
  assert.equal(picture.images?.length, 24)
  assert.ok(Number(picture.images?.at(-1)?.match(/\d+/)?.[0]) > 500, 'images come from the whole table')
  assert.deepEqual(label.values, {
    values: [
      { value: 'x', count: 750 },
      { value: 'y', count: 250 },
    ],
    otherCount: 0,
    byLabel: undefined,
  })
})

test('hostile columns stay bounded: 200,000 different long texts', () => {
  const columns = [TABLE.columns[0], TABLE.columns[3]]
  const profiler = new TableProfiler({ name: 'wide', columns })
  for (let from = 0; from < 40_000; from += 1000) {
    const rows = Array.from(
      { length: 1000 },
      (_, i): Row => [`k${from + i}`, `w${from + i} ${'z'.repeat(300)}${i}`],
    )
    for (const batch of toBatches({ name: 'wide', columns }, rows, 1000)) profiler.observe(batch)
  }
  const found = profiler.finish()
  assert.ok(JSON.stringify(found).length < 20_000)
  assert.ok(!found.columns[0].distinctExact)
  assert.ok(Math.abs(found.columns[0].distinct / 40_000 - 1) < 0.06)
})

test('sample rows: the first ones, canonical, long cells cut, null kept apart from empty', () => {
  const rows = generateRows(300, 4)
  const sample = new SampleCollector(
    ALL_TYPES.columns.map((c) => c.name),
    50,
  )
  for (const batch of toBatches(ALL_TYPES, rows, 33)) sample.observe(batch)
  const found = sample.finish()
  assert.equal(found.rows.length, 50)
  found.rows.forEach((cells, i) => {
    assert.equal(cells[0], rows[i][0])
    const text = rows[i][1] as string | null
    assert.equal(cells[1], text && text.length > 2000 ? `${text.slice(0, 2000)}…` : text)
  })
})
