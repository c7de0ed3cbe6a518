import assert from 'node:assert/strict'
import { it } from 'node:test'
import { meanOf, sumOf } from '#scoring/metrics/accurate-sum.ts'

it('keeps small terms beside large ones that cancel', () => {
  assert.equal(sumOf([1e16, 1, -1e16, 1]), 2)
  assert.equal(sumOf([1, 1e100, 1, -1e100]), 2)
})

it('sums ten million tenths without drift', () => {
  const tenths = new Float64Array(10_000_000).fill(0.1)
  // the double 0.1 is 0.1 + 5.55e-18, so the exact sum rounds to 1000000
  assert.equal(sumOf(tenths), 1_000_000)
  assert.equal(meanOf(tenths), 0.1)
})

it('is 0 for no terms', () => {
  assert.equal(sumOf([]), 0)
})
