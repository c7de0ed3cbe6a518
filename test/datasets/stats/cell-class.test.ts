import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looksLike } from '#datasets/cell-text.ts'
import { CANDIDATES, cellClass, maskOf } from '#datasets/stats/cell-class.ts'
import { DistinctValues } from '#datasets/stats/distinct-values.ts'
import { hash64 } from '#datasets/stats/hash64.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { tellingTexts } from '../telling-texts.ts'

test('told from bytes, a text has the types that it looks like', () => {
  for (const text of tellingTexts(new SeededRandom(31))) {
    const bytes = Buffer.from(`x${text}y`)
    const expected = maskOf(CANDIDATES.filter((type) => looksLike(type, text)))
    const found = cellClass(bytes, 1, bytes.length - 1, maskOf(CANDIDATES))
    assert.equal(found, expected, JSON.stringify(text))
  }
})

test('different values are exact up to the limit, and near beyond it', () => {
  for (const [limit, count, bits] of [
    [1000, 1000, 12],
    [1000, 5000, 12],
    [10, 100_000, 12],
    [50, 20_000, 8],
  ]) {
    const values = new DistinctValues(limit, 1_000_000, bits)
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < count; i++) {
        const bytes = Buffer.from(`value ${i}`)
        const hash = { high: 0, low: 0 }
        hash64(hash, bytes, 0, bytes.length)
        values.add(hash, bytes, 0, bytes.length)
      }
    }
    assert.equal(values.exact, count <= limit)
    if (values.exact)
      assert.deepEqual(
        values.values,
        Array.from({ length: count }, (_, i) => `value ${i}`),
      )
    const error = Math.abs(values.count - count) / count
    assert.ok(error <= (values.exact ? 0 : bits === 12 ? 0.06 : 0.25), `${values.count} of ${count}`)
  }
})
