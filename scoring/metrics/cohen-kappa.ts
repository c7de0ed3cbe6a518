/** Cohen's kappa: agreement beyond chance, plain and with quadratic weights. scikit-learn: `cohen_kappa_score`. */
import type { MetricValue } from '#core/metric.ts'
import { AccurateSum } from './accurate-sum.ts'
import type { Confusion } from './confusion.ts'
import { defineMetric, undefinedBecause } from './define-metric.ts'
import { isObserved } from './per-class.ts'

const NO_CHANCE =
  'Truth and predictions hold one and the same class only, so chance agreement is complete (0/0).'

/** 1 - observed disagreement / disagreement expected by chance, both in rows. */
function kappa(observed: number, expected: number): MetricValue {
  return expected > 0 ? { value: 1 - observed / expected } : undefinedBecause(NO_CHANCE)
}

function plainKappa(table: Confusion): MetricValue {
  const { rowCount: n, support, predicted } = table
  let hits = 0
  const expected = new AccurateSum()
  for (let c = 0; c < table.classCount; c++) {
    hits += table.hits[c]
    expected.add((support[c] * (n - predicted[c])) / n)
  }
  return kappa(n - hits, expected.total)
}

/** Mean and variance of class positions weighted by counts. */
function spread(
  counts: Float64Array,
  position: ArrayLike<number>,
  n: number,
): { mean: number; variance: number } {
  const total = new AccurateSum()
  for (let c = 0; c < counts.length; c++) total.add(counts[c] * position[c])
  const mean = total.total / n
  const squares = new AccurateSum()
  for (let c = 0; c < counts.length; c++) squares.add(counts[c] * (position[c] - mean) ** 2)
  return { mean, variance: squares.total / n }
}

/**
 * Weights (a - b)². The chance term, the sum over all pairs of classes of row_a col_b (a - b)² / n, is computed as
 * n (variance of truth + variance of predictions + squared difference of the means): linear in the classes, and no
 * term is negative, so nothing cancels.
 */
function quadraticKappa(table: Confusion, position: ArrayLike<number>): MetricValue {
  const { rowCount: n, counts, trueClass, predictedClass } = table
  const observed = new AccurateSum()
  for (let j = 0; j < counts.length; j++) {
    observed.add(counts[j] * (position[trueClass[j]] - position[predictedClass[j]]) ** 2)
  }
  const truth = spread(table.support, position, n)
  const predicted = spread(table.predicted, position, n)
  const expected = n * (truth.variance + predicted.variance + (truth.mean - predicted.mean) ** 2)
  return kappa(observed.total, expected)
}

/** Positions counted among the classes that occur in truth or predictions only. */
function observedPositions(table: Confusion): Uint32Array {
  const position = new Uint32Array(table.classCount)
  let next = 0
  for (let c = 0; c < table.classCount; c++) if (isObserved(table, c)) position[c] = next++
  return position
}

/** `cohen_kappa`, `cohen_kappa_quadratic` (positions in the declared order) and `cohen_kappa_quadratic_observed`. */
export const cohenKappas = [
  defineMetric(
    'labels',
    {
      name: 'cohen_kappa',
      title: "Cohen's kappa",
      range: [-1, 1],
      description: 'Agreement with the truth beyond what chance would give: 1 is perfect, 0 is chance.',
    },
    plainKappa,
  ),
  defineMetric(
    'labels',
    {
      name: 'cohen_kappa_quadratic',
      title: "Cohen's kappa (quadratic)",
      range: [-1, 1],
      description:
        'Agreement beyond chance for ordered classes: a miss costs the square of its distance in the declared order.',
    },
    (table) =>
      quadraticKappa(
        table,
        Uint32Array.from({ length: table.classCount }, (_, c) => c),
      ),
  ),
  defineMetric(
    'labels',
    {
      name: 'cohen_kappa_quadratic_observed',
      title: "Cohen's kappa (quadratic, seen classes)",
      range: [-1, 1],
      description:
        'As quadratic kappa, with distances counted among the classes seen in truth or predictions only.',
    },
    (table) => quadraticKappa(table, observedPositions(table)),
  ),
]
