/**
 * Information shared by two partitions, in nats. scikit-learn: `mutual_info_score`,
 * `normalized_mutual_info_score`, `homogeneity_completeness_v_measure`.
 */
import { AccurateSum } from './accurate-sum.ts'
import type { Contingency } from './contingency.ts'
import { defineMetric, type MetricSummary } from './define-metric.ts'
import { oncePerInput } from './once-per-input.ts'

/** Below this, shared information is rounding: the distance from 1 to the next double. */
const EPSILON = 2.220446049250313e-16

/** Shared information and the entropies of both partitions, in nats; an entropy is 0 for a single cluster. */
export interface Information {
  shared: number
  truth: number
  predicted: number
}

function entropy(sizes: Float64Array, n: number): number {
  const sum = new AccurateSum()
  for (const size of sizes) if (size > 0) sum.add((size / n) * Math.log(n / size))
  return sum.total
}

const informationOf = oncePerInput((table: Contingency): Information => {
  const { itemCount: n, counts, trueCluster, predictedCluster, trueSizes, predictedSizes } = table
  const shared = new AccurateSum()
  for (let j = 0; j < counts.length; j++) {
    const count = counts[j]
    shared.add(
      (count / n) * Math.log((n * count) / (trueSizes[trueCluster[j]] * predictedSizes[predictedCluster[j]])),
    )
  }
  return { shared: shared.total, truth: entropy(trueSizes, n), predicted: entropy(predictedSizes, n) }
})

/** Shared information over a mean of the entropies; 1 for two single clusters, 0 when nothing is shared. */
function normalised(
  { shared, truth, predicted }: Information,
  mean: (a: number, b: number) => number,
): number {
  if (truth === 0 && predicted === 0) return 1
  return shared <= EPSILON ? 0 : shared / mean(truth, predicted)
}

function homogeneity({ shared, truth }: Information): number {
  return truth === 0 ? 1 : shared / truth
}

function completeness({ shared, predicted }: Information): number {
  return predicted === 0 ? 1 : shared / predicted
}

function vMeasure(information: Information): number {
  const [h, c] = [homogeneity(information), completeness(information)]
  return h + c > 0 ? (2 * h * c) / (h + c) : 0
}

const MEANS: readonly [name: string, words: string, mean: (a: number, b: number) => number][] = [
  ['arithmetic', 'arithmetic mean', (a, b) => (a + b) / 2],
  ['geometric', 'geometric mean', (a, b) => Math.sqrt(a * b)],
  ['max', 'larger', Math.max],
  ['min', 'smaller', Math.min],
]

/** A metric that depends on shared information and entropies alone. */
interface InformationMetric {
  summary: MetricSummary
  figure: (information: Information) => number
}

const INFORMATION_METRICS: readonly InformationMetric[] = [
  ...MEANS.map(([name, words, mean]) => ({
    summary: {
      name: `nmi_${name}`,
      title: `Normalised mutual information (${name})`,
      description: `The information that both partitions share, over the ${words} of what each holds.`,
    },
    figure: (information: Information) => normalised(information, mean),
  })),
  {
    summary: {
      name: 'mutual_information_nats',
      title: 'Mutual information',
      range: [0, null],
      description: 'The information, in nats, that the predicted clusters give about the true ones.',
    },
    figure: ({ shared }) => shared,
  },
  {
    summary: {
      name: 'homogeneity',
      title: 'Homogeneity',
      description: 'How far predicted clusters hold items of one true cluster only.',
    },
    figure: homogeneity,
  },
  {
    summary: {
      name: 'completeness',
      title: 'Completeness',
      description: 'How far the items of a true cluster stand in one predicted cluster.',
    },
    figure: completeness,
  },
  {
    summary: {
      name: 'v_measure',
      title: 'V-measure',
      description: 'The harmonic mean of homogeneity and completeness.',
    },
    figure: vMeasure,
  },
]

/** The figure that a metric computes from shared information, by its name; undefined for other names. */
export function informationFigure(name: string): InformationMetric['figure'] | undefined {
  return INFORMATION_METRICS.find(({ summary }) => summary.name === name)?.figure
}

/** `nmi_{arithmetic,geometric,max,min}`, `mutual_information_nats`, `homogeneity`, `completeness`, `v_measure`. */
export const clusterInformation = INFORMATION_METRICS.map(({ summary, figure }) =>
  defineMetric('clusters', summary, (table) => figure(informationOf(table))),
)
