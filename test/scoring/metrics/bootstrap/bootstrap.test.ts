import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TaskKind } from '#core/task.ts'
import { meanInterval } from '#scoring/metrics/bootstrap/mean-interval.ts'
import { metricInterval } from '#scoring/metrics/bootstrap/metric-interval.ts'
import { percentileInterval } from '#scoring/metrics/bootstrap/percentile-interval.ts'
import { poisson, poissonResampler } from '#scoring/metrics/bootstrap/poisson.ts'
import { RandomSource } from '#scoring/metrics/bootstrap/random-source.ts'
import { findMetric } from '#scoring/metrics/catalogue.ts'
import { confusionFromCells } from '#scoring/metrics/confusion.ts'
import type { MetricInputs } from '#scoring/metrics/metric-inputs.ts'
import { SAMPLERS } from '../../../helpers/metric-samples.ts'
import { SeededRandom } from '../../../helpers/seeded-random.ts'

const DRAWS = 40_000

const SAMPLERS_OF_POISSON = {
  poisson: (mean: number, random: RandomSource) =>
    Float64Array.from({ length: DRAWS }, () => poisson(random, mean)),
  poissonResampler: (mean: number, random: RandomSource) =>
    poissonResampler(new Float64Array(DRAWS).fill(mean))(random),
}

for (const [name, draw] of Object.entries(SAMPLERS_OF_POISSON)) {
  describe(name, () => {
    for (const mean of [0.3, 1, 5, 9.9, 10, 33, 200, 201, 1000, 2_000_000]) {
      it(`has mean and variance ${mean}, and the right share at its middle`, () => {
        const draws = draw(mean, new RandomSource(3))
        const average = draws.reduce((a, b) => a + b) / DRAWS
        const variance = draws.reduce((sum, each) => sum + (each - average) ** 2, 0) / DRAWS
        // five standard errors
        assert.ok(Math.abs(average - mean) < 5 * Math.sqrt(mean / DRAWS), `mean ${average}`)
        assert.ok(
          Math.abs(variance / mean - 1) < 5 * Math.sqrt((2 + 1 / mean) / DRAWS),
          `variance ${variance}`,
        )
        const middle = Math.floor(mean)
        let logChance = -mean + middle * Math.log(mean)
        for (let k = 2; k <= middle; k++) logChance -= Math.log(k)
        const chance = Math.exp(logChance)
        const found = draws.filter((each) => each === middle).length / DRAWS
        assert.ok(Math.abs(found - chance) < 5 * Math.sqrt(chance / DRAWS), `${found} for ${chance}`)
      })
    }
    it('is 0 for a mean of 0', () => {
      assert.ok(draw(0, new RandomSource(1)).every((each) => each === 0))
    })
  })
}

describe('intervals', () => {
  function intervalOf(kind: TaskKind, name: string, inputs: Partial<MetricInputs>) {
    const metric = findMetric(kind, name)
    assert.ok(metric, name)
    return metricInterval(metric, inputs)
  }

  it('of accuracy are as wide as the binomial distribution says', () => {
    const labels = confusionFromCells(Uint32Array.of(0, 1, 3), Float64Array.of(400, 200, 400), 2)
    const interval = intervalOf('classification', 'accuracy', { labels })
    assert.ok(interval)
    const half = 1.96 * Math.sqrt((0.8 * 0.2) / 1000)
    assert.ok(Math.abs(interval.low - (0.8 - half)) < 0.15 * half)
    assert.ok(Math.abs(interval.high - (0.8 + half)) < 0.15 * half)
    assert.equal(interval.resamples, 1000)
  })
  it('of a mean are as wide as its standard error says, in groups too', () => {
    for (const n of [100, 500, 60_000]) {
      const random = new RandomSource(n)
      const values = Float64Array.from({ length: n }, () => random.uniform())
      const interval = meanInterval(values)
      assert.ok(interval)
      const half = 1.96 * Math.sqrt(1 / 12 / n)
      assert.ok(Math.abs((interval.high - interval.low) / (2 * half) - 1) < 0.2, `${n}`)
    }
  })
  it('of a mean hold the true mean 19 times of 20', () => {
    const random = new RandomSource(8)
    for (const n of [60, 400]) {
      let held = 0
      for (let s = 0; s < 500; s++) {
        // of an exponential distribution, which is skewed
        const interval = meanInterval(Float64Array.from({ length: n }, () => -Math.log(random.uniform())))
        if (interval && interval.low <= 1 && 1 <= interval.high) held++
      }
      assert.ok(held / 500 >= 0.91 && held / 500 <= 0.98, `${n}: ${held}`)
    }
  })
  it('hold the value, are the same each time, and cover every family', () => {
    const cases: [TaskKind, string, keyof MetricInputs][] = [
      ['classification', 'f1_macro', 'labels'],
      ['classification', 'cohen_kappa', 'labels'],
      ['classification', 'log_loss', 'probabilities'],
      ['classification', 'brier_half', 'probabilities'],
      ['classification', 'top_2_accuracy', 'probabilities'],
      ['matching-pairs', 'f1', 'pairs'],
      ['matching-pairs', 'mcc', 'labelled-pairs'],
      ['matching-pairs', 'average_precision', 'pairs'],
      ['matching-pairs', 'best_f1', 'pairs'],
      ['matching-pairs', 'roc_auc', 'labelled-pairs'],
      ['matching-pairs', 'pr_auc_trapezoid', 'labelled-pairs'],
      ['matching-ranked', 'mrr', 'ranked'],
      ['matching-ranked', 'ndcg_at_10_exp2', 'ranked'],
    ]
    for (const [kind, name, needs] of cases) {
      const { input } = SAMPLERS[needs](new SeededRandom(5), 4)
      const inputs: Partial<MetricInputs> = { [needs]: input }
      const metric = findMetric(kind, name)
      const value = metric && (metric.compute as (input: unknown) => { value: number })(input).value
      const interval = intervalOf(kind, name, inputs)
      assert.ok(interval && value !== undefined, name)
      assert.ok(interval.low <= value && value <= interval.high, name)
      assert.ok(interval.low < interval.high, name)
      assert.deepEqual(interval, intervalOf(kind, name, inputs))
    }
  })
  for (const [positives, negatives] of [
    [400, 1200],
    [20_000, 30_000],
  ]) {
    it(`of ROC areas are as wide as DeLong's standard error says, ${positives} positives`, () => {
      const random = new RandomSource(positives)
      const isMatch = new Uint8Array(positives + negatives).fill(1, 0, positives)
      // rounded, so that there are ties
      const scores = Float64Array.from(isMatch, (match) =>
        Math.round((random.uniform() + 0.3 * match) * 5000),
      )
      const input = { isMatch, scores, totalMatches: positives, threshold: 0 }
      const interval = intervalOf('matching-pairs', 'roc_auc', { pairs: input, 'labelled-pairs': input })
      assert.ok(interval)
      const half = 1.96 * deLongError(scores.subarray(0, positives), scores.subarray(positives))
      assert.ok(Math.abs((interval.high - interval.low) / (2 * half) - 1) < 0.2)
    })
  }
  it('of average precision widen when matches are missed', () => {
    const { input } = SAMPLERS.pairs(new SeededRandom(8), 2)
    const missed = { ...input, totalMatches: 2 * input.totalMatches }
    const found = intervalOf('matching-pairs', 'average_precision', { pairs: input })
    const some = intervalOf('matching-pairs', 'average_precision', { pairs: missed })
    assert.ok(found && some && some.high < found.high && some.low < found.low)
  })
  it('are left out where a figure is often undefined', () => {
    assert.equal(
      percentileInterval(100, (random) => (random.uniform() < 0.2 ? null : 1)),
      null,
    )
    assert.equal(meanInterval([]), null)
  })
})

/** Standard error of an ROC area from placement values (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988). */
function deLongError(positives: Float64Array, negatives: Float64Array): number {
  const share = (sorted: Float64Array, x: number) => {
    const count = (test: (other: number) => boolean) => {
      let low = 0
      let high = sorted.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if (test(sorted[middle])) low = middle + 1
        else high = middle
      }
      return low
    }
    return (count((other) => other < x) + count((other) => other <= x)) / 2 / sorted.length
  }
  const variance = (values: Float64Array) => {
    const mean = values.reduce((a, b) => a + b) / values.length
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  }
  const [p, n] = [positives.slice().sort(), negatives.slice().sort()]
  const ofPositives = p.map((x) => share(n, x))
  const ofNegatives = n.map((x) => share(p, x))
  return Math.sqrt(variance(ofPositives) / p.length + variance(ofNegatives) / n.length)
}
