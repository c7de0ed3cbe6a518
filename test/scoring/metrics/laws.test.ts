/** What must hold for every metric of the catalogue, whatever it measures. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MetricValue } from '#core/metric.ts'
import { METRICS } from '#scoring/metrics/catalogue.ts'
import type { Metric, MetricNeed } from '#scoring/metrics/metric-inputs.ts'
import { goldenCases } from '../../helpers/golden-cases.ts'
import { SAMPLERS, type Sample, type Sampler } from '../../helpers/metric-samples.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

const ROUNDS = 25
const ROUNDING = 1e-12

/** Metrics for which the order of classes or the choice of the positive one means something. */
const MINDS_CLASS_ORDER = /^cohen_kappa_quadratic|_binary$|^(roc_auc|average_precision)$/

function numberOf(value: MetricValue): number {
  assert.ok('value' in value, `undefined: ${'undefined' in value ? value.undefined : ''}`)
  assert.ok(Number.isFinite(value.value))
  return value.value
}

function same(a: MetricValue, b: MetricValue): void {
  const [x, y] = [numberOf(a), numberOf(b)]
  assert.ok(Math.abs(x - y) <= ROUNDING * Math.max(1, Math.abs(x)), `${x} is not ${y}`)
}

/** Samples for a metric; with two classes where the metric wants them. */
function samples(metric: Metric<MetricNeed>): Sample<MetricNeed>[] {
  const sampler: Sampler<MetricNeed> = SAMPLERS[metric.info.needs]
  return Array.from({ length: ROUNDS }, (_, seed) => {
    const random = new SeededRandom(seed)
    const many = 3 + random.below(6)
    const classCount = metric.info.classes === 'two' ? 2 : metric.info.classes ? many : 2 + random.below(6)
    return sampler(random, classCount)
  })
}

for (const metric of METRICS as readonly Metric<MetricNeed>[]) {
  const { info } = metric
  const sign = info.direction === 'higher-is-better' ? 1 : -1
  const value = (input: Sample<MetricNeed>['input']): number => sign * numberOf(metric.compute(input))

  describe(`${info.kind} ${info.name}`, () => {
    it('does not depend on the order of rows', () => {
      for (const { input, shuffled } of samples(metric)) same(metric.compute(input), metric.compute(shuffled))
    })
    it('stays in its declared range', () => {
      const [low, high] = info.range
      for (const { input, perfect, hopeless } of samples(metric)) {
        for (const result of [input, perfect, hopeless].map((each) => numberOf(metric.compute(each)))) {
          assert.ok(low === null || result >= low - ROUNDING, `${result} < ${low}`)
          assert.ok(high === null || result <= high + ROUNDING, `${result} > ${high}`)
        }
      }
    })
    it('is best for a perfect prediction', () => {
      for (const { input, perfect, hopeless } of samples(metric)) {
        assert.ok(value(perfect) >= value(input) - ROUNDING)
        assert.ok(value(perfect) >= value(hopeless) - ROUNDING)
      }
    })
    it('tells a perfect prediction from a hopeless one in its direction', () => {
      const gap = (sample: Sample<MetricNeed>) => value(sample.perfect) - value(sample.hopeless)
      // top-k accuracy at k classes or more is 1 for everybody
      assert.ok(samples(metric).some((sample) => gap(sample) > 0.01))
    })
    if (!MINDS_CLASS_ORDER.test(info.name) && 'relabelled' in samples(metric)[0]) {
      it('does not depend on how classes or clusters are numbered', () => {
        for (const { input, relabelled } of samples(metric)) {
          assert.ok(relabelled)
          same(metric.compute(input), metric.compute(relabelled))
        }
      })
    }
  })
}

describe('the catalogue', () => {
  it('has each name once per kind of task', () => {
    const names = METRICS.map(({ info }) => `${info.kind} ${info.name}`)
    assert.equal(new Set(names).size, names.length)
  })
  it('names everything in the golden cases', () => {
    const details =
      /^(confusion_matrix(_sparse)?|[tf][pn]|best_f1_threshold|pairwise_(tp|true_pairs|predicted_pairs)|n_queries_scored)$/
    for (const { spec, metrics } of goldenCases()) {
      for (const name of Object.keys(metrics).filter((key) => !details.test(key))) {
        assert.ok(
          METRICS.some(({ info }) => info.kind === spec.kind && info.name === name),
          name,
        )
      }
    }
  })
  it('says of each what it is in a sentence', () => {
    for (const { info } of METRICS) {
      assert.match(info.name, /^[a-z][a-z0-9_]*$/)
      assert.match(info.description, /^[A-Z].*\.$/)
      assert.ok(info.description.length <= 140, info.name)
      assert.ok(info.title.length > 0 && info.precision >= 0)
    }
  })
})
