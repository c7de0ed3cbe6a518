/** Inputs at the edge: what is undefined says so, what scikit-learn calls 0 is 0, and nothing is NaN. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TaskKind } from '#core/task.ts'
import { findMetric, METRICS } from '#scoring/metrics/catalogue.ts'
import { confusionOf } from '#scoring/metrics/confusion.ts'
import { contingencyOf } from '#scoring/metrics/contingency.ts'
import type { Metric, MetricInputs, MetricNeed } from '#scoring/metrics/metric-inputs.ts'

function compute<N extends MetricNeed>(kind: TaskKind, name: string, input: MetricInputs[N]) {
  const metric = findMetric(kind, name) as Metric<MetricNeed> | undefined
  assert.ok(metric, name)
  return metric.compute(input)
}

function value(kind: TaskKind, name: string, input: MetricInputs[MetricNeed]): number {
  const result = compute(kind, name, input)
  assert.ok('value' in result, `${name} is undefined`)
  return result.value
}

function isUndefined(kind: TaskKind, name: string, input: MetricInputs[MetricNeed], reason: RegExp): void {
  const result = compute(kind, name, input)
  assert.ok('undefined' in result, `${name} has a value`)
  assert.match(result.undefined, reason)
}

function near(got: number, want: number): void {
  assert.ok(Math.abs(got - want) < 1e-12, `${got} is not ${want}`)
}

const codes = (...values: number[]) => Uint32Array.from(values)

describe('labels', () => {
  const oneClass = confusionOf(codes(0, 0, 0), codes(0, 0, 0), 3)
  it('kappa of one and the same class is undefined, as 0/0', () => {
    for (const name of ['cohen_kappa', 'cohen_kappa_quadratic', 'cohen_kappa_quadratic_observed']) {
      isUndefined('classification', name, oneClass, /one and the same class/)
    }
  })
  it('mcc with an empty margin is 0', () => {
    assert.equal(value('classification', 'mcc', oneClass), 0)
  })
  it('a class never seen counts in the declared mean only', () => {
    assert.equal(value('classification', 'f1_macro', oneClass), 1)
    assert.equal(value('classification', 'f1_macro_declared', oneClass), 1 / 3)
  })
  it('quadratic kappa measures distance in the declared order, or among seen classes', () => {
    const table = confusionOf(codes(0, 0, 5, 9), codes(0, 5, 5, 9), 10)
    // the one miss costs 5²; by chance 4 rows would cost 4 (14.25 + 10.1875 + 1.25²) = 104
    assert.equal(value('classification', 'cohen_kappa_quadratic', table), 1 - 25 / 104)
    // among the seen classes 0, 5, 9 it costs 1²; by chance 4 (0.6875 + 0.5 + 0.25²) = 5
    assert.equal(value('classification', 'cohen_kappa_quadratic_observed', table), 1 - 1 / 5)
  })
  it('binary metrics want two classes', () => {
    isUndefined('classification', 'f1_binary', oneClass, /two classes/)
  })
})

describe('probabilities', () => {
  const of = (truth: Uint32Array, ...columns: number[][]) => ({
    truth,
    columns: columns.map((column) => Float64Array.from(column)),
  })
  it('areas need two kinds of rows', () => {
    const input = of(codes(1, 1), [0.2, 0.3], [0.8, 0.7])
    isUndefined('classification', 'roc_auc', input, /one class only/)
    assert.equal(value('classification', 'average_precision', input), 1)
  })
  it('the declared mean of areas is undefined where a class is absent, the present one is not', () => {
    const input = of(codes(0, 1, 0), [0.6, 0.1, 0.5], [0.3, 0.8, 0.4], [0.1, 0.1, 0.1])
    isUndefined('classification', 'roc_auc_ovr_macro', input, /declared class number 3/)
    assert.equal(value('classification', 'roc_auc_ovr_macro_present', input), 1)
    assert.equal(value('classification', 'roc_auc_ovo_macro', input), 1)
    assert.equal(value('classification', 'average_precision_macro', input), 2 / 3)
  })
  it('a certain miss costs the logarithm of the smallest believed probability', () => {
    const input = of(codes(0), [0], [1])
    const eps = 2.220446049250313e-16
    assert.equal(value('classification', 'log_loss_no_renorm', input), -Math.log(eps))
  })
  it('with two classes top-1 is whether the positive one is above a half', () => {
    const input = of(codes(0, 0, 1), [0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
    assert.equal(value('classification', 'top_1_accuracy', input), 2 / 3)
    assert.equal(value('classification', 'top_2_accuracy_pessimistic', input), 1)
  })
  it('confidence on the border of two bins goes down or up', () => {
    const input = of(codes(0, 1), [0.6, 0.61], [0.4, 0.39])
    // 0.6 is 9/15: alone in the lower bin, or together with 0.61 in the upper one
    near(value('classification', 'ece_15', input), (0.4 + 0.61) / 2)
    near(value('classification', 'ece_15_left_closed', input), Math.abs(1 - 1.21) / 2)
  })
})

describe('pairs', () => {
  const none = {
    isMatch: new Uint8Array(3),
    scores: Float64Array.of(0.2, 0.9, 0.9),
    totalMatches: 0,
    threshold: 0.5,
  }
  it('without a match scores are 0, and the best threshold is the highest score', () => {
    for (const name of ['precision', 'recall', 'f1', 'average_precision', 'best_f1', 'mcc']) {
      assert.equal(value('matching-pairs', name, none), 0, name)
    }
    assert.equal(value('matching-pairs', 'pr_auc_trapezoid', none), 0.5)
    isUndefined('matching-pairs', 'roc_auc', none, /both matches and non-matches/)
  })
  it('a score equal to the threshold is a match', () => {
    const input = { isMatch: Uint8Array.of(1), scores: Float64Array.of(0.5), totalMatches: 1, threshold: 0.5 }
    assert.equal(value('matching-pairs', 'recall', input), 1)
  })
  it('matches that nobody proposed lower recall and average precision', () => {
    const input = { isMatch: Uint8Array.of(1), scores: Float64Array.of(1), totalMatches: 4, threshold: 0.5 }
    assert.equal(value('matching-pairs', 'recall', input), 0.25)
    assert.equal(value('matching-pairs', 'average_precision', input), 0.25)
  })
  it('no pair at all has no threshold', () => {
    const input = { isMatch: new Uint8Array(), scores: new Float64Array(), totalMatches: 2, threshold: 0.5 }
    isUndefined('matching-pairs', 'best_f1', input, /No pair was scored/)
    assert.equal(value('matching-pairs', 'f1', input), 0)
  })
})

describe('clusters', () => {
  it('one item is clustered perfectly, and has no pairs', () => {
    const one = contingencyOf(codes(3), codes(8))
    for (const name of [
      'adjusted_rand',
      'rand_index',
      'nmi_min',
      'nmi_arithmetic',
      'homogeneity',
      'v_measure',
    ]) {
      assert.equal(value('matching-clusters', name, one), 1, name)
    }
    for (const name of ['pairwise_precision', 'pairwise_recall', 'pairwise_f1']) {
      isUndefined('matching-clusters', name, one, /no pair to divide by/)
    }
    assert.equal(value('matching-clusters', 'fowlkes_mallows', one), 0)
  })
  it('one giant cluster tells nothing', () => {
    const giant = contingencyOf(codes(0, 0, 1, 1), codes(0, 0, 0, 0))
    for (const name of ['adjusted_rand', 'nmi_min', 'homogeneity', 'mutual_information_nats']) {
      assert.equal(value('matching-clusters', name, giant), 0, name)
    }
    assert.equal(value('matching-clusters', 'completeness', giant), 1)
  })
})

describe('ranked', () => {
  const lists = (ideal: number[], gains: number[]) => ({
    starts: codes(0, gains.length),
    gains: Float64Array.from(gains),
    idealStarts: codes(0, ideal.length),
    ideal: Float64Array.from(ideal),
  })
  it('a query without anything relevant is left out, and without queries nothing is defined', () => {
    for (const { info } of METRICS.filter((metric) => metric.info.kind === 'matching-ranked')) {
      isUndefined('matching-ranked', info.name, lists([0], [0]), /no query with a relevant candidate/)
    }
  })
  it('a query without candidates scores 0', () => {
    for (const { info } of METRICS.filter((metric) => metric.info.kind === 'matching-ranked')) {
      assert.equal(value('matching-ranked', info.name, lists([2, 1], [])), 0, info.name)
    }
  })
  it('mrr at 10 stops at the tenth candidate', () => {
    const late = lists([1], [...new Array<number>(10).fill(0), 1])
    assert.equal(value('matching-ranked', 'mrr', late), 1 / 11)
    assert.equal(value('matching-ranked', 'mrr_at_10', late), 0)
  })
})
