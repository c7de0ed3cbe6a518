import type { Interval } from './percentile-interval.ts'
import { sumsInterval } from './sums-interval.ts'

/** The 95 % interval of a mean of independent values. Null for no values. */
export function meanInterval(values: ArrayLike<number>): Interval | null {
  return sumsInterval([values], ([sum], drawn) => sum / drawn)
}
