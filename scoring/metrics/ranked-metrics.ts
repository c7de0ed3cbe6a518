/** Metrics of ranked candidates: means over the queries that have something to find. */
import { defineMetric, undefinedBecause } from './define-metric.ts'
import type { Metric } from './metric-inputs.ts'
import {
  exponential,
  hitsWithin,
  linear,
  normalisedGain,
  precisionSum,
  reciprocalRank,
} from './query-figures.ts'
import { meanOverQueries, type OfQuery, scoredQueries } from './ranked-queries.ts'

/** How a ranked metric looks at one query; kept beside the metric for intervals over queries. */
interface QueryMetric {
  name: string
  title: string
  description: string
  ofQuery: OfQuery
}

/** How deep the metrics at k look. */
const DEPTHS = [1, 3, 5, 10] as const

const WHOLE_LIST: readonly QueryMetric[] = [
  {
    name: 'mrr',
    title: 'Mean reciprocal rank',
    description: 'One over the rank of the first relevant candidate, averaged over queries.',
    ofQuery: (query) => reciprocalRank(query, Number.POSITIVE_INFINITY),
  },
  {
    name: 'mrr_at_10',
    title: 'Mean reciprocal rank at 10',
    description: 'As mean reciprocal rank; a query without a relevant candidate among the first 10 counts 0.',
    ofQuery: (query) => reciprocalRank(query, 10),
  },
  {
    name: 'map',
    title: 'Mean average precision',
    description: 'Precision at each relevant candidate, averaged over all relevant ones, then over queries.',
    ofQuery: (query) => precisionSum(query, Number.POSITIVE_INFINITY) / query.relevant,
  },
]

function atDepth(k: number): QueryMetric[] {
  return [
    {
      name: `recall_at_${k}`,
      title: `Recall at ${k}`,
      description: `The share of a query's relevant candidates among the first ${k}.`,
      ofQuery: (query) => hitsWithin(query, k) / query.relevant,
    },
    {
      name: `precision_at_${k}`,
      title: `Precision at ${k}`,
      description: `The share of relevant candidates among the first ${k}; a shorter list is not excused.`,
      ofQuery: (query) => hitsWithin(query, k) / k,
    },
    {
      name: `hits_at_${k}`,
      title: `Hits at ${k}`,
      description: `The share of queries with a relevant candidate among the first ${k}.`,
      ofQuery: (query) => (hitsWithin(query, k) > 0 ? 1 : 0),
    },
    {
      name: `map_at_${k}`,
      title: `Mean average precision at ${k}`,
      description: `Mean average precision of the first ${k}, over as many relevant ones as fit there.`,
      ofQuery: (query) => precisionSum(query, k) / Math.min(k, query.relevant),
    },
    {
      name: `map_at_${k}_div_all_relevant`,
      title: `Mean average precision at ${k} (over all relevant)`,
      description: `Mean average precision of the first ${k}, over all relevant candidates.`,
      ofQuery: (query) => precisionSum(query, k) / query.relevant,
    },
    {
      name: `ndcg_at_${k}_linear`,
      title: `NDCG at ${k}`,
      description: `The gain of the first ${k}, discounted by rank, over that of the best order.`,
      ofQuery: (query) => normalisedGain(query, k, linear),
    },
    {
      name: `ndcg_at_${k}_exp2`,
      title: `NDCG at ${k} (exponential gain)`,
      description: `As NDCG at ${k}, with a gain of 2 to the relevance, minus 1.`,
      ofQuery: (query) => normalisedGain(query, k, exponential),
    },
  ]
}

const QUERY_METRICS: readonly QueryMetric[] = [...WHOLE_LIST, ...DEPTHS.flatMap(atDepth)]

/** The figure of one query that a ranked metric averages, by the metric's name; undefined for other names. */
export function queryFigure(name: string): OfQuery | undefined {
  return QUERY_METRICS.find((metric) => metric.name === name)?.ofQuery
}

/** `mrr`, `mrr_at_10`, `map`, and `{recall,precision,hits,map,ndcg}_at_{1,3,5,10}` with their variants. */
export const rankedMetrics: Metric<'ranked'>[] = QUERY_METRICS.map(({ ofQuery, ...summary }) =>
  defineMetric('ranked', summary, (lists) =>
    scoredQueries(lists).length > 0
      ? meanOverQueries(lists, ofQuery)
      : undefinedBecause('The truth has no query with a relevant candidate.'),
  ),
)
