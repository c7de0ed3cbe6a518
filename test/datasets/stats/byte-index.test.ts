import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ByteIndex } from '#datasets/stats/byte-index.ts'
import { seeded } from '../generated-table.ts'

const random = seeded(9)
const below = (n: number) => Math.floor(random() * n)

test('law: an index numbers texts as a Map does', () => {
  const index = new ByteIndex()
  const known = new Map<string, number>()
  for (let i = 0; i < 20_000; i++) {
    const text = 'ä'.repeat(below(3)) + below(3000).toString(36)
    if (!known.has(text)) known.set(text, known.size)
    const bytes = Buffer.from(`<${text}>`)
    assert.equal(index.add(bytes, 1, bytes.length - 1), known.get(text))
  }
  assert.deepEqual(index.texts(), [...known.keys()])
  const other = Buffer.from('not there')
  assert.equal(index.find(other, 0, other.length), -1)
})
