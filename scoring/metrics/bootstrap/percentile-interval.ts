import { RandomSource } from './random-source.ts'

/** A 95 % interval and how many resamples it rests on. */
export interface Interval {
  low: number
  high: number
  resamples: number
}

/** The same file gets the same interval, whoever scores it. */
const SEED = 20_260_301
const MOST_RESAMPLES = 1000
const FEWEST_RESAMPLES = 200
/** Draws that a whole interval may take, unless the fewest resamples need more. */
const DRAW_BUDGET = 2_000_000

/** How many resamples a statistic of `size` counts gets: 1,000, fewer for large ones, never below 200. */
export function resamplesFor(size: number): number {
  return Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, Math.floor(DRAW_BUDGET / Math.max(1, size))))
}

/**
 * The percentile bootstrap (Efron, Annals of Statistics 7, 1979): from the 2.5 to the 97.5 percentile of the figure over
 * resamples. Null when the figure is undefined in more than one resample of twenty.
 *
 * @param draw computes the figure of one resample, or null where it is undefined
 */
export function percentileInterval(
  resamples: number,
  draw: (random: RandomSource) => number | null,
): Interval | null {
  const random = new RandomSource(SEED)
  const figures: number[] = []
  for (let i = 0; i < resamples; i++) {
    const figure = draw(random)
    if (figure !== null && Number.isFinite(figure)) figures.push(figure)
  }
  if (figures.length < 0.95 * resamples) return null
  const sorted = Float64Array.from(figures).sort()
  return { low: percentile(sorted, 0.025), high: percentile(sorted, 0.975), resamples: figures.length }
}

/** Linear interpolation between order statistics. */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (place - below) * (sorted[above] - sorted[below])
}
