/** Ranked candidates query by query: what every ranked metric averages. */
import { meanOf } from './accurate-sum.ts'
import type { RankedLists } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'

/** One query that has something to find. */
export interface RankedQuery {
  /** Gains of the ranked candidates, best ranked first; 0 for candidates not in the truth. */
  gains: Float64Array
  /** Gains of the true candidates, largest first. */
  ideal: Float64Array
  /** How many true candidates have a gain above 0; at least 1. */
  relevant: number
}

/** The queries with at least one relevant candidate; the others are left out of every average. */
export const scoredQueries = oncePerInput((lists: RankedLists): RankedQuery[] => {
  const queries: RankedQuery[] = []
  for (let q = 0; q + 1 < lists.starts.length; q++) {
    const ideal = lists.ideal.subarray(lists.idealStarts[q], lists.idealStarts[q + 1])
    let relevant = 0
    while (relevant < ideal.length && ideal[relevant] > 0) relevant++
    if (relevant > 0) {
      queries.push({ gains: lists.gains.subarray(lists.starts[q], lists.starts[q + 1]), ideal, relevant })
    }
  }
  return queries
})

/** A figure of one query; 0 for one without candidates. */
export type OfQuery = (query: RankedQuery) => number

/** A figure of every scored query. */
export function perQuery(lists: RankedLists, ofQuery: OfQuery): Float64Array {
  return Float64Array.from(scoredQueries(lists), ofQuery)
}

/** The mean of a figure over the scored queries, at least one. */
export function meanOverQueries(lists: RankedLists, ofQuery: OfQuery): number {
  return meanOf(perQuery(lists, ofQuery))
}
