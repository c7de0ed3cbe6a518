/** Metrics of a clustering that count pairs of items: together in truth, in prediction, in both. */
import type { MetricValue } from '#core/metric.ts'
import type { Contingency } from './contingency.ts'
import { defineMetric, type MetricSummary, undefinedBecause } from './define-metric.ts'
import { oncePerInput } from './once-per-input.ts'

/** Pairs of items: in the same cluster in both partitions, in the truth, in the prediction, and all pairs. */
export interface ClusterPairs {
  both: number
  truth: number
  predicted: number
  all: number
}

/** Pairs among x items. */
export function pairsAmong(x: number): number {
  return (x * (x - 1)) / 2
}

function pairsWithin(sizes: Float64Array): number {
  let pairs = 0
  for (const size of sizes) pairs += pairsAmong(size)
  return pairs
}

/** Counts pairs of items; whole numbers, exact up to 9e15. */
export const clusterPairs = oncePerInput(
  (table: Contingency): ClusterPairs => ({
    both: pairsWithin(table.counts),
    truth: pairsWithin(table.trueSizes),
    predicted: pairsWithin(table.predictedSizes),
    all: pairsAmong(table.itemCount),
  }),
)

function shareOfPairs(a: number, b: number): MetricValue {
  return b > 0
    ? { value: a / b }
    : undefinedBecause('There is no pair to divide by (0/0): every cluster is a single item.')
}

/** Rand index corrected for chance (Hubert and Arabie, Journal of Classification 2, 1985). */
function adjusted({ both, truth, predicted, all }: ClusterPairs): number {
  if (both === truth && both === predicted) return 1
  const expected = (truth / all) * predicted
  return (both - expected) / ((truth + predicted) / 2 - expected)
}

/** A metric that depends on counts of pairs alone. */
interface PairMetric {
  summary: MetricSummary
  figure: (pairs: ClusterPairs) => MetricValue
}

const PAIR_METRICS: readonly PairMetric[] = [
  {
    summary: {
      name: 'pairwise_precision',
      title: 'Pairwise precision',
      description: 'Of the pairs of items put together, the share that belongs together.',
    },
    figure: ({ both, predicted }) => shareOfPairs(both, predicted),
  },
  {
    summary: {
      name: 'pairwise_recall',
      title: 'Pairwise recall',
      description: 'Of the pairs of items that belong together, the share that was put together.',
    },
    figure: ({ both, truth }) => shareOfPairs(both, truth),
  },
  {
    summary: {
      name: 'pairwise_f1',
      title: 'Pairwise F1',
      description: 'The harmonic mean of pairwise precision and recall.',
    },
    figure: ({ both, truth, predicted }) => shareOfPairs(2 * both, truth + predicted),
  },
  {
    summary: {
      name: 'adjusted_rand',
      title: 'Adjusted Rand index',
      range: [-0.5, 1],
      description: 'Agreement on pairs of items beyond chance: 1 is the same partition, 0 is chance.',
    },
    figure: (pairs) => ({ value: adjusted(pairs) }),
  },
  {
    summary: {
      name: 'rand_index',
      title: 'Rand index',
      description: 'The share of pairs of items that are rightly together or rightly apart.',
    },
    figure: ({ both, truth, predicted, all }) => ({
      value: all > 0 ? (all + 2 * both - truth - predicted) / all : 1,
    }),
  },
  {
    summary: {
      name: 'fowlkes_mallows',
      title: 'Fowlkes-Mallows index',
      description: 'The geometric mean of pairwise precision and recall; 0 when no pair is found.',
    },
    figure: ({ both, truth, predicted }) => ({
      value: both > 0 ? both / (Math.sqrt(truth) * Math.sqrt(predicted)) : 0,
    }),
  },
]

/** The figure that a metric computes from counts of pairs, by its name; undefined for other names. */
export function clusterPairFigure(name: string): PairMetric['figure'] | undefined {
  return PAIR_METRICS.find(({ summary }) => summary.name === name)?.figure
}

/** `pairwise_{precision,recall,f1}`, `adjusted_rand`, `rand_index`, `fowlkes_mallows`. */
export const clusterPairMetrics = PAIR_METRICS.map(({ summary, figure }) =>
  defineMetric('clusters', summary, (table) => figure(clusterPairs(table))),
)
