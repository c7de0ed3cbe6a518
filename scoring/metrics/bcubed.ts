/** B-cubed precision and recall (Bagga and Baldwin, LREC workshop 1998): pair counts seen from each item. */
import { sumOf } from './accurate-sum.ts'
import type { Contingency } from './contingency.ts'
import { defineMetric, type MetricSummary } from './define-metric.ts'

/** Mean over items of the share of the item's cluster, sized by `sizes`, that is in its other cluster too. */
function meanShare({ counts, itemCount }: Contingency, clusters: Uint32Array, sizes: Float64Array): number {
  return sumOf(counts.map((count, j) => (count * count) / sizes[clusters[j]])) / itemCount
}

function precision(table: Contingency): number {
  return meanShare(table, table.predictedCluster, table.predictedSizes)
}

function recall(table: Contingency): number {
  return meanShare(table, table.trueCluster, table.trueSizes)
}

/** A metric that depends on B-cubed precision and recall alone. */
interface BcubedMetric {
  summary: MetricSummary
  figure: (precision: number, recall: number) => number
}

const BCUBED_METRICS: readonly BcubedMetric[] = [
  {
    summary: {
      name: 'bcubed_precision',
      title: 'B-cubed precision',
      description:
        'For an item, the share of its predicted cluster that belongs with it; averaged over items.',
    },
    figure: (p) => p,
  },
  {
    summary: {
      name: 'bcubed_recall',
      title: 'B-cubed recall',
      description: 'For an item, the share of its true cluster that was put with it; averaged over items.',
    },
    figure: (_, r) => r,
  },
  {
    summary: {
      name: 'bcubed_f1',
      title: 'B-cubed F1',
      description: 'The harmonic mean of B-cubed precision and recall.',
    },
    // every item shares both clusters with itself, so neither is 0
    figure: (p, r) => (2 * p * r) / (p + r),
  },
]

/** The figure that a metric computes from B-cubed precision and recall, by its name; undefined for other names. */
export function bcubedFigure(name: string): BcubedMetric['figure'] | undefined {
  return BCUBED_METRICS.find(({ summary }) => summary.name === name)?.figure
}

/** `bcubed_precision`, `bcubed_recall`, and `bcubed_f1`, the harmonic mean of the two averages. */
export const bcubed = BCUBED_METRICS.map(({ summary, figure }) =>
  defineMetric('clusters', summary, (table) => figure(precision(table), recall(table))),
)
