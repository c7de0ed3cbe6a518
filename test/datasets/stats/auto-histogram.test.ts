import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AutoHistogram } from '#datasets/stats/auto-histogram.ts'
import { seeded } from '../generated-table.ts'

function histogramOf(values: number[]): AutoHistogram {
  const histogram = new AutoHistogram()
  for (const value of values) histogram.add(value)
  return histogram
}

const random = seeded(3)
const SHAPES: Record<string, number[]> = {
  one: [5],
  equal: Array(20).fill(-3.5),
  integers: Array.from({ length: 1000 }, () => Math.floor(random() * 12)),
  unit: Array.from({ length: 1000 }, () => random()),
  skewed: Array.from({ length: 1000 }, () => random() ** -3),
  signs: Array.from({ length: 1000 }, () => (random() - 0.5) * 1e6),
  extremes: [-Number.MAX_VALUE, Number.MAX_VALUE, 0, 1],
  tiny: [5e-324, 0, 1e-323],
  far: Array.from({ length: 100 }, (_, i) => 1e15 + i),
}

for (const [name, values] of Object.entries(SHAPES)) {
  test(`law (${name}): nothing is lost, bars join, few bars, the order of values does not matter`, () => {
    const histogram = histogramOf(values)
    const { bins } = histogram.bars()
    assert.equal(
      bins.reduce((sum, bin) => sum + bin.count, 0),
      values.length,
    )
    assert.ok(bins.length >= 1 && bins.length <= 60)
    for (let i = 1; i < bins.length; i++) assert.equal(bins[i].from, bins[i - 1].to)
    assert.ok(bins[0].from <= histogram.min)
    assert.deepEqual(histogramOf(values.toReversed()).bars().bins, bins)
    assert.deepEqual(histogramOf(values.toSorted((a, b) => a - b)).bars().bins, bins)
  })
}

test('whole numbers fall exactly into their bars', () => {
  const values = SHAPES.integers
  for (const { from, to, count } of histogramOf(values).bars().bins) {
    assert.equal(count, values.filter((v) => v >= from && v < to).length, `${from} to ${to}`)
  }
})

test('mean and standard deviation agree with the textbook', () => {
  const values = SHAPES.signs
  const mean = values.reduce((a, b) => a + b) / values.length
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)
  const histogram = histogramOf(values)
  assert.ok(Math.abs(histogram.mean - mean) < 1e-9 * 1e6)
  assert.ok(Math.abs(histogram.standardDeviation / Math.sqrt(variance) - 1) < 1e-12)
})

test('values told apart by class are counted in the bars of all, and add up to them', () => {
  for (const values of Object.values(SHAPES)) {
    const histogram = new AutoHistogram(3)
    values.forEach((value, i) => {
      histogram.add(value, (i % 4) - 1)
    })
    const { bins, byClass } = histogram.bars()
    assert.deepEqual(bins, histogramOf(values).bars().bins)
    assert.deepEqual(
      byClass.map((counts) => counts.reduce((a, b) => a + b)),
      [1, 2, 3].map((rest) => values.filter((_, i) => i % 4 === rest).length),
    )
    byClass.push(bins.map(({ count }, i) => count - byClass.reduce((sum, counts) => sum + counts[i], 0)))
    assert.ok(byClass[3].every((count) => count >= 0))
  }
})

test('a mean that sums cannot hold, and no values at all', () => {
  const huge = histogramOf(Array(3000).fill(1e308))
  assert.ok(Math.abs(huge.mean / 1e308 - 1) < 1e-12)
  assert.deepEqual(new AutoHistogram(2).bars(), { bins: [], byClass: [[], []] })
})
