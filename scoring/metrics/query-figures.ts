/** Figures of one ranked query; definitions as in Manning, Raghavan and Schütze, chapter 8, unless said otherwise. */
import { AccurateSum } from './accurate-sum.ts'
import type { RankedQuery } from './ranked-queries.ts'

/** Relevant candidates among the first k. */
export function hitsWithin({ gains }: RankedQuery, k: number): number {
  let hits = 0
  for (let i = 0; i < gains.length && i < k; i++) if (gains[i] > 0) hits++
  return hits
}

/** 1 / rank of the first relevant candidate, 0 when there is none among the first k. */
export function reciprocalRank({ gains }: RankedQuery, k: number): number {
  for (let i = 0; i < gains.length && i < k; i++) if (gains[i] > 0) return 1 / (i + 1)
  return 0
}

/** The sum of precision at each relevant candidate among the first k. */
export function precisionSum({ gains }: RankedQuery, k: number): number {
  const sum = new AccurateSum()
  let hits = 0
  for (let i = 0; i < gains.length && i < k; i++) {
    if (gains[i] > 0) sum.add(++hits / (i + 1))
  }
  return sum.total
}

/** Linear gain. */
export function linear(gain: number): number {
  return gain
}

/** Exponential gain 2^g - 1 (Burges et al., ICML 2005); the same as linear for gains 0 and 1. */
export function exponential(gain: number): number {
  return 2 ** gain - 1
}

/** Discounted cumulative gain of the first k, discount log2(rank + 1) (Järvelin and Kekäläinen, TOIS 20, 2002). */
function discounted(gains: Float64Array, k: number, worth: (gain: number) => number): number {
  const sum = new AccurateSum()
  for (let i = 0; i < gains.length && i < k; i++) {
    if (gains[i] > 0) sum.add(worth(gains[i]) / Math.log2(i + 2))
  }
  return sum.total
}

/** Discounted cumulative gain of the first k over that of the best possible order. */
export function normalisedGain(
  { gains, ideal }: RankedQuery,
  k: number,
  worth: (gain: number) => number,
): number {
  return discounted(gains, k, worth) / discounted(ideal, k, worth)
}
