import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { placeAmong, positiveScores, thresholdsOf } from '#scoring/metrics/score-intervals.ts'
import { rocArea } from '#scoring/metrics/threshold-figures.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

/** Scores of many shapes: tied, tiny, huge, negative, zeros of both signs, denormal, in one narrow band. */
const SHAPES: Record<string, (random: SeededRandom) => number> = {
  uniform: (random) => random.next(),
  tied: (random) => random.below(8) / 8,
  signed: (random) => (random.next() - 0.5) * 10 ** random.below(20),
  zeros: (random) => [0, -0, 1e-310, -1e-310, 5e-324][random.below(5)],
  narrow: (random) => 1 + random.below(50) * 2 ** -52,
  exponents: (random) => 2 ** (random.below(2000) - 1000),
  whole: (random) => random.below(2000) - 1000,
}

/** The interval of every value. */
function intervalsOf(scores: Float64Array, values: Float64Array): Uint32Array {
  const all = new Uint32Array(values.length)
  placeAmong(scores, values, (intervals, from) => all.set(intervals, from))
  return all
}

describe('placeAmong', () => {
  for (const [name, draw] of Object.entries(SHAPES)) {
    it(`places every value as a linear search does: ${name}`, () => {
      for (let seed = 0; seed < 40; seed++) {
        const random = new SeededRandom(seed)
        const own = Float64Array.from({ length: 1 + random.below(300) }, () => draw(random))
        const { scores } = positiveScores(own.slice())
        const other = Float64Array.from({ length: 100 }, () => draw(random))
        const values = Float64Array.from([...own, ...other, -1e308, 1e308])
        const intervals = intervalsOf(scores, values)
        values.forEach((value, i) => {
          const below = scores.filter((score) => score < value).length
          const expected = scores.some((score) => score === value) ? 2 * below + 1 : 2 * below
          assert.equal(intervals[i], expected, `${value} in seed ${seed}`)
        })
      }
    })
  }
  it('reads a view that starts in the middle of a larger array', () => {
    const all = Float64Array.of(9, 9, 0.1, 0.5, 0.9)
    assert.deepEqual([...intervalsOf(Float64Array.of(0.5), all.subarray(2))], [0, 1, 2])
  })
  it('places more values than one block holds', () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => i % 7)
    const expected = Array.from(values, (value) => (value < 3 ? 0 : value === 3 ? 1 : 2))
    assert.deepEqual([...intervalsOf(Float64Array.of(3), values)], expected)
  })
})

describe('thresholdsOf and rocArea', () => {
  it('count what comparing every pair counts', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = new SeededRandom(seed)
      const draw = SHAPES[['tied', 'uniform', 'signed'][seed % 3]]
      const own = Float64Array.from({ length: 1 + random.below(40) }, () => draw(random))
      const others = Float64Array.from({ length: 1 + random.below(40) }, () => draw(random))
      const positives = positiveScores(own.slice())
      const values = Float64Array.from([...own, ...others])
      const intervals = intervalsOf(positives.scores, values)
      const histogram = new Float64Array(2 * positives.scores.length + 1)
      for (const interval of intervals) histogram[interval]++
      const thresholds = thresholdsOf(positives, histogram)
      let wins = 0
      for (const a of own) for (const b of others) wins += a > b ? 1 : a === b ? 0.5 : 0
      assert.equal(rocArea(thresholds), wins / (own.length * others.length))
      thresholds.scores.forEach((score, d) => {
        assert.equal(thresholds.positives[d], own.filter((x) => x >= score).length)
        assert.equal(thresholds.negatives[d], others.filter((x) => x >= score).length)
        assert.equal(thresholds.negativesAbove[d], others.filter((x) => x > score).length)
      })
    }
  })
})
