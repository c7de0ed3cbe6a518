/**
 * Information shared by two partitions, in nats. scikit-learn: `mutual_info_score`,
 * `normalized_mutual_info_score`, `homogeneity_completeness_v_measure`.
 */
import { AccurateSum } from './accurate-sum.ts'
import type { Contingency } from './contingency.ts'
import { defineMetric } from './define-metric.ts'
import { oncePerInput } from './once-per-input.ts'

/** Below this, shared information is rounding: the distance from 1 to the next double. */
const EPSILON = 2.220446049250313e-16

/** Shared information and the entropies of both partitions. */
interface Information {
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
function normalised(table: Contingency, mean: (a: number, b: number) => number): number {
  if (table.trueSizes.length === 1 && table.predictedSizes.length === 1) return 1
  const { shared, truth, predicted } = informationOf(table)
  return shared <= EPSILON ? 0 : shared / mean(truth, predicted)
}

function homogeneity(table: Contingency): number {
  const { shared, truth } = informationOf(table)
  return truth === 0 ? 1 : shared / truth
}

function completeness(table: Contingency): number {
  const { shared, predicted } = informationOf(table)
  return predicted === 0 ? 1 : shared / predicted
}

const MEANS: readonly [name: string, words: string, mean: (a: number, b: number) => number][] = [
  ['arithmetic', 'arithmetic mean', (a, b) => (a + b) / 2],
  ['geometric', 'geometric mean', (a, b) => Math.sqrt(a * b)],
  ['max', 'larger', Math.max],
  ['min', 'smaller', Math.min],
]

/** `nmi_{arithmetic,geometric,max,min}`, `mutual_information_nats`, `homogeneity`, `completeness`, `v_measure`. */
export const clusterInformation = [
  ...MEANS.map(([name, words, mean]) =>
    defineMetric(
      'clusters',
      {
        name: `nmi_${name}`,
        title: `Normalised mutual information (${name})`,
        description: `The information that both partitions share, over the ${words} of what each holds.`,
      },
      (table) => normalised(table, mean),
    ),
  ),
  defineMetric(
    'clusters',
    {
      name: 'mutual_information_nats',
      title: 'Mutual information',
      range: [0, null],
      description: 'The information, in nats, that the predicted clusters give about the true ones.',
    },
    (table) => informationOf(table).shared,
  ),
  defineMetric(
    'clusters',
    {
      name: 'homogeneity',
      title: 'Homogeneity',
      description: 'How far predicted clusters hold items of one true cluster only.',
    },
    homogeneity,
  ),
  defineMetric(
    'clusters',
    {
      name: 'completeness',
      title: 'Completeness',
      description: 'How far the items of a true cluster stand in one predicted cluster.',
    },
    completeness,
  ),
  defineMetric(
    'clusters',
    {
      name: 'v_measure',
      title: 'V-measure',
      description: 'The harmonic mean of homogeneity and completeness.',
    },
    (table) => {
      const sum = homogeneity(table) + completeness(table)
      return sum > 0 ? (2 * homogeneity(table) * completeness(table)) / sum : 0
    },
  ),
]
