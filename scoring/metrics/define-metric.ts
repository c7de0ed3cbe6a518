import type { MetricInfo, MetricValue } from '#core/metric.ts'
import type { TaskKind } from '#core/task.ts'
import type { Metric, MetricInputs, MetricNeed } from './metric-inputs.ts'

const KIND_OF: Record<MetricNeed, TaskKind> = {
  labels: 'classification',
  probabilities: 'classification',
  pairs: 'matching-pairs',
  'labelled-pairs': 'matching-pairs',
  clusters: 'matching-clusters',
  ranked: 'matching-ranked',
}

/** What a metric's file says about it; the rest has defaults: higher is better, from 0 to 1, four decimals. */
export type MetricSummary = Pick<MetricInfo, 'name' | 'title' | 'description'> &
  Partial<Pick<MetricInfo, 'direction' | 'range' | 'precision' | 'classes'>>

/** Builds one entry of the catalogue. `compute` may return a plain number where the metric is always defined. */
export function defineMetric<N extends MetricNeed>(
  needs: N,
  summary: MetricSummary,
  compute: (input: MetricInputs[N]) => number | MetricValue,
): Metric<N> {
  return {
    info: {
      direction: 'higher-is-better',
      range: [0, 1],
      precision: 4,
      ...summary,
      kind: KIND_OF[needs],
      needs,
    },
    compute: (input) => {
      const result = compute(input)
      return typeof result === 'number' ? { value: result } : result
    },
  }
}

/** The value of a metric that cannot be computed, with the reason as a sentence for the team. */
export function undefinedBecause(reason: string): MetricValue {
  return { undefined: reason }
}
