import { type BinClosing, binOf, calibrationError, reliabilityBins } from '../calibration-error.ts'
import type { ClassProbabilities } from '../metric-inputs.ts'
import { rowFigures } from '../row-figures.ts'
import { MOST_GROUPS, RESAMPLES, weightedSum } from './group-weights.ts'
import { type Interval, percentileInterval } from './percentile-interval.ts'
import { poisson } from './poisson.ts'
import { RandomSource } from './random-source.ts'

const GROUPING_SEED = 7
/** Groups that a bin with many rows has at least. */
const FEWEST_GROUPS = 4

/** Rows in groups that lie within one bin each: those of bin b are `starts[b] .. starts[b + 1]`. */
interface BinGroups {
  starts: number[]
  /** Rows of each group. */
  rows: Float64Array
  /** Rows predicted right less the sum of confidences, of each group. */
  gaps: Float64Array
}

function groupRows(input: ClassProbabilities, binRows: Float64Array, closed: BinClosing): BinGroups {
  const { position, confidence } = rowFigures(input)
  const count = binRows.length
  const n = confidence.length
  const shared = MOST_GROUPS - FEWEST_GROUPS * count
  const starts = [0]
  for (const rows of binRows) {
    starts.push(starts[starts.length - 1] + Math.min(rows, FEWEST_GROUPS + Math.floor((shared * rows) / n)))
  }
  const rows = new Float64Array(starts[count])
  const gaps = new Float64Array(starts[count])
  const seen = new Float64Array(count)
  const random = new RandomSource(GROUPING_SEED)
  for (let i = 0; i < n; i++) {
    const b = binOf(confidence[i], count, closed)
    const groups = starts[b + 1] - starts[b]
    // a group for each row of a small bin
    const group = starts[b] + (binRows[b] <= groups ? seen[b]++ : Math.floor(random.uniform() * groups))
    rows[group]++
    gaps[group] += (position[i] === input.truth[i] ? 1 : 0) - confidence[i]
  }
  return { starts, rows, gaps }
}

/**
 * The 95 % interval of the expected calibration error, by Poisson bootstrap over rows (in groups within bins). The error
 * is biased upwards, the more the smaller the bins, and a resample's is so twice: its spread is taken around the score,
 * so that the interval is about the error of another test set of this size. Null for no rows.
 */
export function calibrationInterval(
  input: ClassProbabilities,
  count: number,
  closed: BinClosing,
): Interval | null {
  const bins = reliabilityBins(input, count, closed)
  if (input.truth.length === 0) return null
  const { starts, rows, gaps } = groupRows(input, bins.rows, closed)
  let resample = -1
  let sum = 0
  const interval = percentileInterval(RESAMPLES, (random) => {
    resample++
    let error = 0
    let drawn = 0
    for (let b = 0; b < count; b++) {
      // groups of one bin tell how far its mean gap varies, not how many rows fall into it
      const size = weightedSum(resample, rows, starts[b], starts[b + 1])
      const times = poisson(random, bins.rows[b])
      if (size > 0) error += (Math.abs(weightedSum(resample, gaps, starts[b], starts[b + 1])) / size) * times
      drawn += times
    }
    if (drawn === 0) return null
    sum += error / drawn
    return error / drawn
  })
  if (interval === null) return null
  const shift = calibrationError(bins) - sum / interval.resamples
  return {
    ...interval,
    low: Math.max(0, interval.low + shift),
    high: Math.min(1, interval.high + shift),
  }
}
