/** What metrics read: sufficient statistics, one shape per family, shared by all its metrics. */
import type { MetricInfo, MetricValue } from '#core/metric.ts'
import type { Confusion } from './confusion.ts'
import type { Contingency } from './contingency.ts'

/** What several metrics ask of each row of class probabilities. */
export interface RowFigures {
  /** The most probable class; the first declared wins ties. */
  position: Uint32Array
  /** Its probability. */
  confidence: Float64Array
  /** The sum of the row's probabilities, each clipped as log loss does (row-figures.ts), in declared order. */
  clippedSums: Float64Array
  /** The probability of the true class. */
  own: Float64Array
}

/**
 * Class probabilities of n rows over k >= 2 declared classes, column by column.
 *
 * `columns[c][i]` is the probability that row i is of class c: finite, 0 to 1. Columns are in declared order; rows
 * are in any order, for instance the file's, with `truth` (the true class position of each row) in the same one:
 * labels are cheap to permute, matrices are not.
 */
export interface ClassProbabilities {
  columns: readonly Float64Array[]
  truth: Uint32Array
  /** Figures of each row that were noted while the rows were read; computed from the columns where absent. */
  figures?: RowFigures
}

/**
 * Scored pairs. `isMatch[i]` is 1 where pair i is a true match; `scores[i]` is finite. `totalMatches` is the number
 * of true matches including those that nobody proposed, so at least the number of ones in `isMatch`. A pair is a
 * predicted match when its score is at least `threshold`.
 */
export interface ScoredPairs {
  isMatch: Uint8Array
  scores: Float64Array
  totalMatches: number
  threshold: number
}

/**
 * Ranked candidates of q queries in two ragged arrays. The gains of query j's candidates, best ranked first, are
 * `gains[starts[j] .. starts[j + 1])`, 0 for candidates that are not in the truth; the gains of its true candidates
 * are `ideal[idealStarts[j] .. idealStarts[j + 1])`, largest first. A gain above 0 is relevant. Gains are >= 0.
 */
export interface RankedLists {
  starts: Uint32Array
  gains: Float64Array
  idealStarts: Uint32Array
  ideal: Float64Array
}

/** Which statistics a metric's `needs` stands for. */
export interface MetricInputs {
  labels: Confusion
  probabilities: ClassProbabilities
  pairs: ScoredPairs
  'labelled-pairs': ScoredPairs
  clusters: Contingency
  ranked: RankedLists
}

export type MetricNeed = keyof MetricInputs

/** A metric: what it is, and the pure function that computes it. */
export interface Metric<N extends MetricNeed> {
  info: MetricInfo & { needs: N }
  compute(input: MetricInputs[N]): MetricValue
}

/** Any metric of the catalogue; its `info.needs` tells which input it takes. */
export type AnyMetric = { [N in MetricNeed]: Metric<N> }[MetricNeed]
