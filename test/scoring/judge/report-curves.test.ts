import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Curve } from '#core/report.ts'
import { precisionRecallCurve, reportCurves, rocCurve } from '#scoring/judge/report-curves.ts'
import { pairThresholds } from '#scoring/metrics/pair-rankings.ts'
import { rocArea, trapezoidPrecisionRecall } from '#scoring/metrics/threshold-figures.ts'
import { SAMPLERS } from '../../helpers/metric-samples.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

function area({ x, y }: Curve): number {
  let sum = 0
  for (let i = 1; i < x.length; i++) sum += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2
  return sum
}

function manyPairs(n: number) {
  const random = new SeededRandom(n)
  const isMatch = Uint8Array.from({ length: n }, () => (random.next() < 0.3 ? 1 : 0))
  const scores = Float64Array.from(isMatch, (match) => random.next() + 0.4 * match)
  return { isMatch, scores, totalMatches: isMatch.reduce((a, b) => a + b), threshold: 0.5 }
}

describe('curves', () => {
  it('keep the area in few points', () => {
    const pairs = manyPairs(50_000)
    const thresholds = pairThresholds(pairs)
    const roc = rocCurve(thresholds)
    const precisionRecall = precisionRecallCurve(thresholds, pairs.totalMatches)
    assert.ok(roc && precisionRecall)
    assert.ok(roc.x.length <= 301 && precisionRecall.x.length < 2000)
    assert.ok(Math.abs(area(roc) - rocArea(thresholds)) < 1e-3)
    assert.ok(
      Math.abs(area(precisionRecall) - trapezoidPrecisionRecall(thresholds, pairs.totalMatches)) < 5e-3,
    )
  })
  it('are exact where there are few points', () => {
    const scores = Float64Array.of(0.9, 0.8, 0.8, 0.1)
    const thresholds = pairThresholds({
      isMatch: Uint8Array.of(1, 0, 1, 0),
      scores,
      totalMatches: 2,
      threshold: 0.5,
    })
    assert.deepEqual(rocCurve(thresholds), { x: [0, 0, 0.5, 1], y: [0, 0.5, 1, 1] })
    assert.deepEqual(precisionRecallCurve(thresholds, 2), { x: [0, 0.5, 1], y: [1, 1, 2 / 3] })
  })
  it('run from corner to corner and never back', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { input } = SAMPLERS.pairs(new SeededRandom(seed), 2)
      const roc = rocCurve(pairThresholds(input))
      assert.ok(roc)
      assert.deepEqual([roc.x[0], roc.y[0], roc.x.at(-1), roc.y.at(-1)], [0, 0, 1, 1])
      for (let i = 1; i < roc.x.length; i++) assert.ok(roc.x[i] >= roc.x[i - 1] && roc.y[i] >= roc.y[i - 1])
    }
  })
  it('come with probabilities: calibration always, the others for two classes', () => {
    const two = reportCurves({ probabilities: SAMPLERS.probabilities(new SeededRandom(1), 2).input })
    const four = reportCurves({ probabilities: SAMPLERS.probabilities(new SeededRandom(1), 4).input })
    assert.deepEqual(Object.keys(two ?? {}).sort(), ['calibration', 'precisionRecall', 'roc'])
    assert.deepEqual(Object.keys(four ?? {}), ['calibration'])
    for (const { confidence, accuracy, rows } of four?.calibration ?? []) {
      assert.ok(rows > 0 && confidence > 0 && confidence <= 1 && accuracy >= 0 && accuracy <= 1)
    }
  })
  it('are left out where there is nothing to draw', () => {
    const thresholds = pairThresholds({
      isMatch: new Uint8Array(2),
      scores: Float64Array.of(1, 2),
      totalMatches: 0,
      threshold: 0.5,
    })
    assert.equal(rocCurve(thresholds), undefined)
    assert.equal(precisionRecallCurve(thresholds, 0), undefined)
    assert.equal(reportCurves({}), undefined)
  })
})
