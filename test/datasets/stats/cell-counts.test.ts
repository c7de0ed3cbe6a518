import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ByteIndex } from '#datasets/stats/byte-index.ts'
import { NumberCounts, TextCounts } from '#datasets/stats/cell-counts.ts'
import { seeded } from '../generated-table.ts'

const random = seeded(9)
const below = (n: number) => Math.floor(random() * n)

function add(counts: TextCounts | ByteIndex, text: string): number {
  const bytes = Buffer.from(`<${text}>`)
  return counts.add(bytes, 1, bytes.length - 1)
}

test('law: an index numbers texts as a Map does', () => {
  const index = new ByteIndex()
  const known = new Map<string, number>()
  for (let i = 0; i < 20_000; i++) {
    const text = 'ä'.repeat(below(3)) + below(3000).toString(36)
    if (!known.has(text)) known.set(text, known.size)
    assert.equal(add(index, text), known.get(text))
  }
  assert.deepEqual(index.texts(), [...known.keys()])
  const other = Buffer.from('not there')
  assert.equal(index.find(other, 0, other.length), -1)
})

test('law: up to the limit values are counted exactly, beyond it estimated within a few per cent', () => {
  for (const different of [10, 500, 501, 40_000]) {
    const texts = new TextCounts(500, true)
    const numbers = new NumberCounts(500, false)
    const seen = new Map<number, number>()
    for (let i = 0; i < 3 * different; i++) {
      const value = i < different ? i : below(different)
      seen.set(value, (seen.get(value) ?? 0) + 1)
      add(texts, String(value))
      numbers.add(value / 8)
    }
    for (const counts of [texts, numbers]) {
      assert.equal(counts.exact, different <= 500)
      if (counts.exact) assert.equal(counts.distinct(), different)
      else
        assert.ok(Math.abs(counts.distinct() / different - 1) < 0.06, `${counts.distinct()} of ${different}`)
    }
    for (const { value, count } of texts.top(20)) assert.equal(count, seen.get(Number(value)))
  }
})

test('all NaN are one number, and the zeros another', () => {
  const counts = new NumberCounts(10, true)
  for (const value of [Number.NaN, 0, -0, -Number.NaN, 1]) counts.add(value)
  assert.equal(counts.distinct(), 3)
  assert.deepEqual(
    counts.top(5).map(({ value, count }) => [value, count]),
    [
      ['0', 2],
      ['NaN', 2],
      ['1', 1],
    ],
  )
})
