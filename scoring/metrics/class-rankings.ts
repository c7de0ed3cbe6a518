/** Each class against the rest by its own probability column: the base of the ROC and average-precision metrics. */
import { AccurateSum } from './accurate-sum.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'
import { rowFigures } from './row-figures.ts'
import {
  type PositiveScores,
  placeAmong,
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
}

/**
 * Sums over ordered pairs (a, b) of different classes in the truth, with A the area of a against b by column a alone:
 * of A, and of A (rows of a + rows of b).
 */
export interface PairAreas {
  support: Float64Array
  plain: number
  weighted: number
}

/** The counts per threshold of one class against the rest. */
export function classThresholds(input: ClassProbabilities, c: number): Thresholds {
  const rows = rowsByClass(input.truth, input.columns.length)[c]
  return rankClass(input.columns[c], scoresOf(rowFigures(input).own, rows))
}

/** The rows of each class. */
export function rowsByClass(truth: Uint32Array, classCount: number): Uint32Array[] {
  const starts = new Uint32Array(classCount + 1)
  for (const t of truth) starts[t + 1]++
  for (let c = 0; c < classCount; c++) starts[c + 1] += starts[c]
  const sorted = new Uint32Array(truth.length)
  const next = starts.slice()
  for (let i = 0; i < truth.length; i++) sorted[next[truth[i]]++] = i
  return Array.from({ length: classCount }, (_, c) => sorted.subarray(starts[c], starts[c + 1]))
}

/** The scores of a class's rows, which are the probabilities of their true class. */
function scoresOf(own: Float64Array, rows: Uint32Array): PositiveScores {
  const scores = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) scores[i] = own[rows[i]]
  return positiveScores(scores)
}

/** Places all rows among those of a class. */
function rankClass(column: Float64Array, positives: PositiveScores): Thresholds {
  const m = positives.scores.length
  const histogram = new Uint32Array(2 * m + 1)
  if (m === 0) histogram[0] = column.length
  else {
    placeAmong(positives.scores, column, (intervals) => {
      for (let i = 0; i < intervals.length; i++) histogram[intervals[i]]++
    })
  }
  return thresholdsOf(positives, histogram)
}

/**
 * Adds to `wins`, for each class b, twice the number of pairs (row of a class, row of b) in which the first has the
 * larger probability, ties counted half.
 *
 * @param positives of the class, at least one
 */
function countWins(
  column: Float64Array,
  positives: PositiveScores,
  truth: Uint32Array,
  wins: Float64Array,
): void {
  const halfWins = halfWinsOf(positives)
  placeAmong(positives.scores, column, (intervals, from) => {
    for (let i = 0; i < intervals.length; i++) wins[truth[from + i]] += halfWins[intervals[i]]
  })
}

/** For a score in each interval: twice the number of positives above it, and once that of those it ties with. */
export function halfWinsOf({ scores, counts }: PositiveScores): Float64Array {
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
  const { own } = rowFigures(input)
  const rows = rowsByClass(truth, columns.length)
  const support = Float64Array.from(rows, ({ length }) => length)
  const rocAreas = new Float64Array(columns.length).fill(Number.NaN)
  const averagePrecisions = new Float64Array(columns.length)
  for (let c = 0; c < columns.length; c++) {
    if (support[c] === 0) continue
    const thresholds = rankClass(columns[c], scoresOf(own, rows[c]))
    averagePrecisions[c] = averagePrecisionOf(thresholds, support[c])
    if (support[c] < truth.length) rocAreas[c] = rocArea(thresholds)
  }
  return { support, rocAreas, averagePrecisions }
})

/** Each class against each other one. Few tasks ask for it, so it places the rows anew. */
export const pairAreas = oncePerInput((input: ClassProbabilities): PairAreas => {
  const { columns, truth } = input
  const { own } = rowFigures(input)
  const rows = rowsByClass(truth, columns.length)
  const support = Float64Array.from(rows, ({ length }) => length)
  const wins = new Float64Array(columns.length)
  const plain = new AccurateSum()
  const weighted = new AccurateSum()
  for (let a = 0; a < columns.length; a++) {
    if (support[a] === 0) continue
    wins.fill(0)
    countWins(columns[a], scoresOf(own, rows[a]), truth, wins)
    for (let b = 0; b < columns.length; b++) {
      if (b === a || support[b] === 0) continue
      const area = wins[b] / 2 / (support[a] * support[b])
      plain.add(area)
      weighted.add(area * (support[a] + support[b]))
    }
  }
  return { support, plain: plain.total, weighted: weighted.total }
})
