/** Each class against the rest by its own probability column: the base of the ROC and average-precision metrics. */
import { AccurateSum } from './accurate-sum.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'
import {
  intervalsOf,
  type PositiveScores,
  positiveScores,
  type Thresholds,
  thresholdsOf,
} from './score-intervals.ts'
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
  const rows = rowsByClass(input.truth, input.columns.length)[c]
  return rankClass(input, c, { rows, intervals: new Uint32Array(input.truth.length), wins: null })
}

/** The rows of each class. */
function rowsByClass(truth: Uint32Array, classCount: number): Uint32Array[] {
  const starts = new Uint32Array(classCount + 1)
  for (const t of truth) starts[t + 1]++
  for (let c = 0; c < classCount; c++) starts[c + 1] += starts[c]
  const sorted = new Uint32Array(truth.length)
  const next = starts.slice()
  for (let i = 0; i < truth.length; i++) sorted[next[truth[i]]++] = i
  return Array.from({ length: classCount }, (_, c) => sorted.subarray(starts[c], starts[c + 1]))
}

/** What ranking one class works with. */
interface Workspace {
  /** Rows of the class. */
  rows: Uint32Array
  /** Room for one number per row of the truth. */
  intervals: Uint32Array
  /**
   * Where given, it receives for each class b twice the number of pairs (row of the class, row of b) in which the
   * first has the larger probability, ties counted half.
   */
  wins: Float64Array | null
}

/** Places all rows among those of class c. */
function rankClass(
  { columns, truth }: ClassProbabilities,
  c: number,
  { rows, intervals, wins }: Workspace,
): Thresholds {
  const column = columns[c]
  const own = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) own[i] = column[rows[i]]
  const positives = positiveScores(own)
  const m = positives.scores.length
  const histogram = new Uint32Array(2 * m + 1)
  if (m === 0) {
    histogram[0] = truth.length
    return thresholdsOf(positives, histogram)
  }
  intervalsOf(positives.scores, column, intervals)
  for (let i = 0; i < intervals.length; i++) histogram[intervals[i]]++
  if (wins !== null) {
    const halfWins = halfWinsOf(positives)
    for (let i = 0; i < intervals.length; i++) wins[truth[i]] += halfWins[intervals[i]]
  }
  return thresholdsOf(positives, histogram)
}

/** For a score in each interval: twice the number of positives above it, and once that of those it ties with. */
function halfWinsOf({ scores, counts }: PositiveScores): Float64Array {
  const halfWins = new Float64Array(2 * scores.length + 1)
  let above = 0
  for (let j = scores.length - 1; j >= 0; j--) {
    halfWins[2 * j + 1] = 2 * above + counts[j]
    above += counts[j]
    halfWins[2 * j] = 2 * above
  }
  return halfWins
}

/** Ranks every class; the positives of a class are sorted, all other rows only placed among them. */
export const classRankings = oncePerInput((input: ClassProbabilities): ClassRankings => {
  const { columns, truth } = input
  const k = columns.length
  const rows = rowsByClass(truth, k)
  const support = Float64Array.from(rows, (own) => own.length)
  const intervals = new Uint32Array(truth.length)
  const wins = new Float64Array(k)
  const rocAreas = new Float64Array(k).fill(Number.NaN)
  const averagePrecisions = new Float64Array(k)
  const pairAreas = new AccurateSum()
  const weightedPairAreas = new AccurateSum()
  for (let a = 0; a < k; a++) {
    if (support[a] === 0) continue
    wins.fill(0)
    const thresholds = rankClass(input, a, { rows: rows[a], intervals, wins })
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
