/** Each class against the rest by its own probability column: the base of the ROC and average-precision metrics. */
import { AccurateSum } from './accurate-sum.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'
import { intervalsOf, positiveScores, type Thresholds, thresholdsOf } from './score-intervals.ts'
import { averagePrecisionOf, rocArea } from './threshold-figures.ts'

/** Figures of each class c, ranking all rows by `columns[c]`. */
export interface ClassRankings {
  /** Rows of each class. */
  support: Float64Array
  /** Area under the ROC curve of c against the rest; NaN where c has no rows or all of them. */
  rocAreas: Float64Array
  /** Average precision of c; 0 where it has no rows. */
  averagePrecisions: Float64Array
  /**
   * Sums over ordered pairs (a, b) of different classes in the truth, with A the area of a against b by column a
   * alone: of A, and of A (rows of a + rows of b).
   */
  pairAreas: number
  weightedPairAreas: number
}

/** The counts per threshold of one class against the rest. */
export function classThresholds(input: ClassProbabilities, c: number): Thresholds {
  const ranking = rankClass(input, c, new Uint32Array(input.truth.length), null)
  return ranking ?? thresholdsOf(positiveScores(new Float64Array(0)), [input.truth.length])
}

/**
 * Places all rows among the positives of class c. Where `wins` is given, it receives for each class b twice the
 * number of pairs (positive of c, row of b) in which the positive has the larger probability, ties counted half.
 * Null where class c has no rows.
 */
function rankClass(
  { columns, truth }: ClassProbabilities,
  c: number,
  intervals: Uint32Array,
  wins: Float64Array | null,
): Thresholds | null {
  const column = columns[c]
  const own: number[] = []
  for (let i = 0; i < truth.length; i++) if (truth[i] === c) own.push(column[i])
  if (own.length === 0) return null
  const positives = positiveScores(Float64Array.from(own))
  const m = positives.scores.length
  intervalsOf(positives.scores, column.subarray(0, truth.length), intervals)
  const histogram = new Float64Array(2 * m + 1)
  for (let i = 0; i < truth.length; i++) histogram[intervals[i]]++
  if (wins !== null) {
    const halfWins = new Float64Array(2 * m + 1)
    let above = 0
    for (let j = m - 1; j >= 0; j--) {
      halfWins[2 * j + 1] = 2 * above + positives.counts[j]
      above += positives.counts[j]
      halfWins[2 * j] = 2 * above
    }
    for (let i = 0; i < truth.length; i++) wins[truth[i]] += halfWins[intervals[i]]
  }
  return thresholdsOf(positives, histogram)
}

/** Ranks every class; the positives of a class are sorted, all other rows only placed among them. */
export const classRankings = oncePerInput((input: ClassProbabilities): ClassRankings => {
  const { columns, truth } = input
  const k = columns.length
  const support = new Float64Array(k)
  for (let i = 0; i < truth.length; i++) support[truth[i]]++
  const intervals = new Uint32Array(truth.length)
  const wins = new Float64Array(k)
  const rocAreas = new Float64Array(k).fill(Number.NaN)
  const averagePrecisions = new Float64Array(k)
  const pairAreas = new AccurateSum()
  const weightedPairAreas = new AccurateSum()
  for (let a = 0; a < k; a++) {
    wins.fill(0)
    const thresholds = rankClass(input, a, intervals, wins)
    if (thresholds === null) continue
    averagePrecisions[a] = averagePrecisionOf(thresholds, support[a])
    if (support[a] < truth.length) rocAreas[a] = rocArea(thresholds)
    for (let b = 0; b < k; b++) {
      if (b === a || support[b] === 0) continue
      const area = wins[b] / 2 / (support[a] * support[b])
      pairAreas.add(area)
      weightedPairAreas.add(area * (support[a] + support[b]))
    }
  }
  return {
    support,
    rocAreas,
    averagePrecisions,
    pairAreas: pairAreas.total,
    weightedPairAreas: weightedPairAreas.total,
  }
})
