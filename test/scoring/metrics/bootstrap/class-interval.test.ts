import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { metricInterval } from '#scoring/metrics/bootstrap/metric-interval.ts'
import { RandomSource } from '#scoring/metrics/bootstrap/random-source.ts'
import { findMetric } from '#scoring/metrics/catalogue.ts'
import type { ClassProbabilities, Metric } from '#scoring/metrics/metric-inputs.ts'
import { coverage } from '../../../helpers/interval-coverage.ts'

const NAMES = [
  'roc_auc_ovr_macro',
  'roc_auc_ovr_macro_present',
  'roc_auc_ovr_weighted',
  'roc_auc_ovo_macro',
  'roc_auc_ovo_weighted',
  'average_precision_macro',
  'average_precision_macro_present',
  'ece_15',
  'ece_15_left_closed',
]
const metricOf = (name: string) => findMetric('classification', name) as Metric<'probabilities'>

/** Rows of classes of which each is rarer than the one before. */
function drawn(random: RandomSource, n: number, k: number): ClassProbabilities {
  const truth = Uint32Array.from({ length: n }, (_, i) => (i < k ? i : Math.floor(random.uniform() ** 2 * k)))
  const columns = Array.from({ length: k }, (_, c) =>
    Float64Array.from(truth, (t) => Math.exp(2 * random.uniform() + (c === t ? 0.9 : 0))),
  )
  for (let i = 0; i < n; i++) {
    const total = columns.reduce((sum, column) => sum + column[i], 0)
    for (const column of columns) column[i] /= total
  }
  return { truth, columns }
}

function intervalOf(name: string, input: ClassProbabilities) {
  const interval = metricInterval(metricOf(name), { probabilities: input })
  assert.ok(interval, name)
  return interval
}

function measured(name: string, input: ClassProbabilities): number {
  const result = metricOf(name).compute(input)
  assert.ok('value' in result, name)
  return result.value
}

describe('intervals of rankings and calibration over classes', () => {
  const input = drawn(new RandomSource(1), 300, 4)
  for (const name of NAMES) {
    it(`of ${name} hold the value and are the same each time`, () => {
      const interval = intervalOf(name, input)
      const value = measured(name, input)
      assert.ok(interval.low < value && value < interval.high)
      assert.deepEqual(interval, intervalOf(name, { ...input }))
    })
    it(`of ${name} are as wide as resampled files say`, () => {
      const random = new RandomSource(9)
      const values = Float64Array.from({ length: 400 }, () => {
        const rows = Uint32Array.from(input.truth, () => Math.floor(random.uniform() * input.truth.length))
        const pick = (from: Float64Array) => Float64Array.from(rows, (row) => from[row])
        return measured(name, {
          truth: rows.map((row) => input.truth[row]),
          columns: input.columns.map(pick),
        })
      }).sort()
      const { low, high } = intervalOf(name, input)
      const ratio = (high - low) / (values[389] - values[9])
      assert.ok(ratio > 0.75 && ratio < 1.35, `${ratio}`)
    })
  }
  it('are as wide from a sample of the rows of each class as from all', () => {
    // 12 classes with more rows than are looked at
    const large = drawn(new RandomSource(4), 120_000, 12)
    const half = {
      truth: large.truth.subarray(0, 30_000),
      columns: large.columns.map((column) => column.subarray(0, 30_000)),
    }
    for (const name of ['roc_auc_ovr_macro', 'roc_auc_ovo_weighted', 'average_precision_macro']) {
      const [whole, part] = [large, half].map((each) => intervalOf(name, each))
      const ratio = (part.high - part.low) / (whole.high - whole.low)
      assert.ok(ratio > 1.35 && ratio < 2.9, `${name} ${ratio}`)
    }
  })
  it('stay within 0 and 1, and are a point for a perfect ranking', () => {
    const { truth } = input
    const columns = input.columns.map((_, c) => Float64Array.from(truth, (t) => (t === c ? 1 : 0)))
    for (const name of NAMES.slice(0, 7)) {
      const { low, high } = intervalOf(name, { truth, columns })
      assert.deepEqual([low, high], [1, 1], name)
    }
    const nearly = columns.map((column) => column.slice())
    nearly[truth[0]][0] = 0
    for (const name of NAMES.slice(0, 7)) {
      const { low, high } = intervalOf(name, { truth, columns: nearly })
      assert.ok(low < high && high <= 1 && low > 0, name)
    }
  })
  it('hold what other samples would score, 19 times of 20', () => {
    const random = new RandomSource(5)
    const names = [...NAMES.filter((name) => !/present|left/.test(name)), 'log_loss', 'brier_multiclass']
    const covered = coverage(names.map(metricOf), 'probabilities', () => drawn(random, 250, 3))
    for (const [name, share] of covered) assert.ok(share >= 0.9, `${name} ${share}`)
  })
})
