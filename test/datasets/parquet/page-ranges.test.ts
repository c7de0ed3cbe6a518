import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAGE_BYTES, pageRanges } from '#datasets/parquet/page-ranges.ts'
import type { TypedColumn } from '#datasets/typed-batch.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

test('law: a page ends with the row that fills it, for texts of any size', () => {
  const random = new SeededRandom(4)
  for (const longest of [0, 10, 3000, 2 * PAGE_BYTES]) {
    const rows = longest > PAGE_BYTES ? 40 : 300_000 / (1 + longest)
    const sizes = Array.from({ length: Math.ceil(rows) }, () => random.below(longest + 1))
    const ends = new Uint32Array(sizes.length)
    let at = 0
    const expected: [number, number][] = []
    let [from, filled] = [0, 0]
    sizes.forEach((size, row) => {
      at += size
      ends[row] = at
      filled += size + 4
      if (filled < PAGE_BYTES && row < sizes.length - 1) return
      expected.push([from, row + 1])
      from = row + 1
      filled = 0
    })
    const nulls = new Uint8Array(sizes.length)
    const starts = ends.map((end, row) => end - sizes[row])
    const column: TypedColumn = { type: 'string', bytes: new Uint8Array(at), starts, ends, nulls }
    assert.deepEqual(pageRanges(column, sizes.length), expected)
  }
})

test('pages of values have as many rows as eight bytes each allow', () => {
  const column: TypedColumn = { type: 'date', values: new Int32Array(1), nulls: new Uint8Array(1) }
  assert.deepEqual(pageRanges(column, 300_000), [
    [0, 131_072],
    [131_072, 262_144],
    [262_144, 300_000],
  ])
  assert.deepEqual(pageRanges(column, 0), [])
})
