import type { Thresholds } from '../score-intervals.ts'
import { type Interval, percentileInterval, resamplesFor } from './percentile-interval.ts'
import { poissonResampler } from './poisson.ts'
import { RandomSource } from './random-source.ts'

/** A figure of a ranking; `findable` counts positives that were not scored, too. NaN where it is undefined. */
export type ThresholdFigure = (thresholds: Thresholds, findable: number) => number

/** With more positives than this, a random share of all rows is resampled, and the spread scaled back. */
const MOST_POSITIVES = 5000
const THINNING_SEED = 11

/**
 * A ranking as independent counts: for each distinct score of positives, from the highest down, its positives, the
 * negatives tied with it, and those between it and the score before; then negatives below all, and missed positives.
 */
interface Counts {
  positives: Float64Array
  tied: Float64Array
  between: Float64Array
  below: number
  missed: number
}

/**
 * The 95 % interval of a figure of a ranking, by Poisson bootstrap over rows. Large rankings are thinned first (an
 * m-out-of-n bootstrap: the spread over a share f of the rows is 1/√f times as wide).
 *
 * @param missed positives that were not scored
 */
export function thresholdInterval(
  thresholds: Thresholds,
  missed: number,
  figure: ThresholdFigure,
): Interval | null {
  const all = countsOf(thresholds, missed)
  const share = Math.min(1, MOST_POSITIVES / Math.max(1, thresholds.positiveTotal))
  const used = share < 1 ? compact(redrawn(all, share)(new RandomSource(THINNING_SEED))) : all
  const resample = redrawn(used, 1)
  const interval = percentileInterval(resamplesFor(3 * used.positives.length), (random) =>
    figureOf(resample(random), figure),
  )
  if (interval === null || share === 1) return interval
  const value = figureOf(all, figure)
  const centre = figureOf(used, figure)
  if (value === null || centre === null) return null
  const scaled = (bound: number) => value + (bound - centre) * Math.sqrt(share)
  return { ...interval, low: Math.max(0, scaled(interval.low)), high: Math.min(1, scaled(interval.high)) }
}

function figureOf(counts: Counts, figure: ThresholdFigure): number | null {
  const thresholds = thresholdsFrom(counts)
  if (thresholds.positiveTotal + counts.missed === 0) return null
  const value = figure(thresholds, thresholds.positiveTotal + counts.missed)
  return Number.isFinite(value) ? value : null
}

function countsOf(thresholds: Thresholds, missed: number): Counts {
  const { positives, negatives, negativesAbove, negativeTotal } = thresholds
  const m = positives.length
  return {
    positives: positives.map((tp, d) => tp - (d > 0 ? positives[d - 1] : 0)),
    tied: negatives.map((fp, d) => fp - negativesAbove[d]),
    between: negativesAbove.map((fp, d) => fp - (d > 0 ? negatives[d - 1] : 0)),
    below: negativeTotal - (m > 0 ? negatives[m - 1] : 0),
    missed,
  }
}

/** A function that redraws all counts, each from the Poisson distribution with `share` of it as mean. */
function redrawn(counts: Counts, share: number): (random: RandomSource) => Counts {
  const m = counts.positives.length
  const means = new Float64Array(3 * m + 2)
  means.set(counts.positives)
  means.set(counts.tied, m)
  means.set(counts.between, 2 * m)
  means[3 * m] = counts.below
  means[3 * m + 1] = counts.missed
  if (share < 1) for (let j = 0; j < means.length; j++) means[j] *= share
  const resample = poissonResampler(means)
  return (random) => {
    const drawn = resample(random)
    return {
      positives: drawn.subarray(0, m),
      tied: drawn.subarray(m, 2 * m),
      between: drawn.subarray(2 * m, 3 * m),
      below: drawn[3 * m],
      missed: drawn[3 * m + 1],
    }
  }
}

/** Without the scores that no positive has: their negatives lie between the scores around them. */
function compact({ positives, tied, between, below, missed }: Counts): Counts {
  const kept: [number[], number[], number[]] = [[], [], []]
  let waiting = 0
  for (let d = 0; d < positives.length; d++) {
    waiting += between[d]
    if (positives[d] === 0) {
      waiting += tied[d]
      continue
    }
    kept[0].push(positives[d])
    kept[1].push(tied[d])
    kept[2].push(waiting)
    waiting = 0
  }
  const [p, t, b] = kept.map((values) => Float64Array.from(values))
  return { positives: p, tied: t, between: b, below: below + waiting, missed }
}

function thresholdsFrom({ positives, tied, between, below }: Counts): Thresholds {
  const m = positives.length
  const result = {
    // figures use scores only to name them
    scores: new Float64Array(m),
    positives: new Float64Array(m),
    negatives: new Float64Array(m),
    negativesAbove: new Float64Array(m),
  }
  let tp = 0
  let fp = 0
  for (let d = 0; d < m; d++) {
    fp += between[d]
    result.negativesAbove[d] = fp
    tp += positives[d]
    fp += tied[d]
    result.positives[d] = tp
    result.negatives[d] = fp
  }
  return { ...result, positiveTotal: tp, negativeTotal: fp + below }
}
