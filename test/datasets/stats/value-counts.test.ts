import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellText } from '#datasets/cell-text.ts'
import { cellHashes } from '#datasets/stats/cell-hashes.ts'
import { ValueCounts, type ValueCountsOptions } from '#datasets/stats/value-counts.ts'
import type { TypedBatch, TypedColumn } from '#datasets/typed-batch.ts'
import { seeded } from '../generated-table.ts'
import { stringColumn } from './string-column.ts'

const random = seeded(9)
const below = (n: number) => Math.floor(random() * n)

/** Counts columns that come one after the other. */
function count(columns: readonly TypedColumn[], options: ValueCountsOptions, classes?: Int32Array[]) {
  const counts = new ValueCounts(options)
  columns.forEach((column, i) => {
    const rowCount = column.nulls.length
    const batch: TypedBatch = { rowCount, columns: [column] }
    const textOf = (row: number) => cellText(column, row) ?? ''
    const { nulls } = column
    counts.add({ rowCount, nulls, hashes: cellHashes(batch, column), textOf, classes: classes?.[i] })
  })
  return counts
}

const numberColumn = (values: readonly number[]): TypedColumn => ({
  ...{ type: 'float64', values: Float64Array.from(values), nulls: new Uint8Array(values.length) },
})

test('law: up to the limit values are counted exactly, beyond it estimated within a few per cent', () => {
  for (const different of [10, 500, 501, 40_000]) {
    const values = Array.from({ length: 3 * different }, (_, i) => (i < different ? i : below(different)))
    const seen = new Map<number, number>()
    for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1)
    const cut = 2 * different - 7
    const parts = [values.slice(0, cut), values.slice(cut)]
    const texts = count(
      parts.map((part) => stringColumn(part.map(String))),
      { limit: 500, named: true },
    )
    const numbers = count(
      parts.map((part) => numberColumn(part.map((value) => value / 8))),
      { limit: 500, named: false },
    )
    for (const counts of [texts, numbers]) {
      assert.equal(counts.exact, different <= 500)
      if (counts.exact) assert.equal(counts.distinct(), different)
      else
        assert.ok(Math.abs(counts.distinct() / different - 1) < 0.06, `${counts.distinct()} of ${different}`)
    }
    assert.ok(texts.top(20).length >= 10 && numbers.top(20).length === 0)
    for (const { value, count } of texts.top(20)) assert.equal(count, seen.get(Number(value)))
  }
})

test('law: counts by class add up to those that are in a class, and nulls are nothing', () => {
  const cells = Array.from({ length: 5000 }, () => (below(10) ? `v${below(300)}` : null))
  const classes = cells.map(() => below(4) - 1)
  const counts = count([stringColumn(cells)], { limit: 100, named: true, classes: 3 }, [
    Int32Array.from(classes),
  ])
  assert.ok(!counts.exact)
  for (const { value, count, byClass } of counts.top(100)) {
    const rows = [...cells.keys()].filter((row) => cells[row] === value)
    assert.equal(count, rows.length)
    for (const at of [0, 1, 2]) assert.equal(byClass[at], rows.filter((row) => classes[row] === at).length)
  }
})

test('all NaN are one number, and the zeros another', () => {
  const nan = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)[0]
  const counts = count([numberColumn([Number.NaN, 0, -0, nan, 1])], { limit: 10, named: true })
  assert.equal(counts.distinct(), 3)
  assert.deepEqual(
    counts.top(5).map(({ value, count }) => [value, count]),
    [
      ['0.0', 2],
      ['NaN', 2],
      ['1.0', 1],
    ],
  )
})
