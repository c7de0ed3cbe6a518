import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeySet } from '#datasets/checks/key-set.ts'
import { Components } from '#datasets/stats/components.ts'
import { DistinctEstimate } from '#datasets/stats/distinct-estimate.ts'
import { type Hash64, hash64 } from '#datasets/stats/hash64.ts'
import { seeded } from '../generated-table.ts'

function hashText(text: string): Hash64 {
  const out = { high: 0, low: 0 }
  const bytes = Buffer.from(text)
  hash64(out, bytes, 0, bytes.length)
  return out
}

test('the distinct estimate is within 6 % from 1 to 300,000 values, repeats or not', () => {
  const estimate = new DistinctEstimate()
  let at = 0
  for (const size of [1, 10, 1000, 10_000, 50_000, 300_000]) {
    for (; at < size; at++) {
      const { high, low } = hashText(`row-${at}`)
      estimate.add(high, low)
      estimate.add(high, low)
    }
    assert.ok(Math.abs(estimate.count() / size - 1) < 0.06, `${estimate.count()} for ${size}`)
  }
})

test('64-bit hashes of 300,000 similar keys do not meet, and neither half is poor', () => {
  const seen = new KeySet()
  const halves = { high: new Set<number>(), low: new Set<number>() }
  for (let i = 0; i < 300_000; i++) {
    const hash = hashText(i % 2 ? String(i) : `${i * 4096} and more`)
    assert.ok(seen.add(hash.high, hash.low), String(i))
    halves.high.add(hash.high)
    halves.low.add(hash.low)
  }
  // a perfect 32-bit hash would lose about ten of 300,000
  assert.ok(halves.high.size > 299_950 && halves.low.size > 299_950)
})

test('a key set remembers what it was given and nothing else', () => {
  const set = new KeySet()
  const add = (key: string) => set.add(hashText(key).high, hashText(key).low)
  const has = (key: string) => set.has(hashText(key).high, hashText(key).low)
  const random = seeded(9)
  const inside = new Set(Array.from({ length: 5000 }, () => `k${Math.floor(random() * 1e9)}`))
  for (const key of inside) assert.ok(add(key))
  for (const key of inside) assert.ok(!add(key) && has(key))
  for (let i = 0; i < 5000; i++) assert.ok(!has(`other ${i}`))
  assert.equal(set.size, inside.size)
  // the hash whose low word is 0 must not be taken for an empty slot
  assert.ok(!set.has(7, 0) && set.add(7, 0) && set.has(7, 0))
})

test('components agree with walking the graph', () => {
  const random = seeded(11)
  const size = 200
  const links = Array.from({ length: 150 }, () => [Math.floor(random() * size), Math.floor(random() * size)])
  const components = new Components()
  for (const [a, b] of links) components.link(a, b)
  const reached = (start: number) => {
    const seen = new Set([start])
    for (const at of seen)
      for (const [a, b] of links)
        if (a === at) seen.add(b).add(at)
        else if (b === at) seen.add(a)
    return seen
  }
  for (let i = 0; i < size; i += 7) {
    const together = reached(i)
    for (let j = 0; j < size; j++)
      assert.equal(components.of(i) === components.of(j), together.has(j), `${i} ${j}`)
  }
})
