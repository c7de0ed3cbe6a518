/** What the sandbox hands back for one file: the only shapes that leave it. */
import type { Problem } from './errors.ts'

/** Which part of the truth a score is about. A truth without a split column is judged as a whole, as `all`. */
export type Split = 'public' | 'private'

/** A line to plot: `x[i]`, `y[i]`, in the order in which to draw it; at most some hundred points. */
export interface Curve {
  x: number[]
  y: number[]
}

/** Equal bins of confidence: rows, their mean confidence, and the share of them predicted right. Empty bins left out. */
export interface CalibrationBin {
  rows: number
  confidence: number
  accuracy: number
}

/** Pictures of one split as plain numbers, downsampled for plotting. */
export interface ReportCurves {
  /** False positive rate against recall; two classes or labelled pairs. */
  roc?: Curve
  /** Recall against precision; two classes or pairs. */
  precisionRecall?: Curve
  calibration?: CalibrationBin[]
}

/** One metric on the rows that share a value of a column, or values of several. */
export interface SliceScore {
  /** What the rows share, one text per column; ranges as `[1, 5)`. */
  values: string[]
  /** Rows of the truth; of a ranked one, queries. */
  rows: number
  /** Set below 20 rows: chance has much to say in the score. */
  small?: true
  /** Null where the metric is undefined on these rows; `undefined` says why. */
  score: number | null
  undefined?: string
  /** 95 % bootstrap interval, where it can be had. */
  low?: number
  high?: number
}

/** A metric by slice. Only slices that are not small can be the worst one and count for the gap. */
export interface SliceReport {
  columns: string[]
  metric: string
  slices: SliceScore[]
  /** Position of the worst slice in `slices`. */
  worst?: number
  /** How far the best slice is from the worst. */
  gap?: number
}

/** Scores of one split of the truth. Metric names as keys; what is undefined stands in `undefined` with its reason. */
export interface SplitReport {
  /** Rows of the truth in this split. */
  rows: number
  scores: Record<string, number>
  undefined: Record<string, string>
  /** Counts and thresholds that explain the scores and rank nobody: `tp`, `best_f1_threshold`, `n_queries_scored`. */
  details?: Record<string, number>
  /** 95 % bootstrap interval of the primary metric, when it was asked for and can be had. */
  interval?: { metric: string; low: number; high: number; resamples: number }
  /** One row per class (classification) for the report page. */
  perClass?: { label: string; support: number; precision: number; recall: number; f1: number }[]
  /** [true position, predicted position, count], non-zero cells only, row-major. */
  confusion?: [number, number, number][]
  curves?: ReportCurves
  /** The metrics by slices of this split, when that was asked for. */
  slices?: SliceReport[]
}

/** `scored` and `rejected` are values about the participant's file; a platform fault is an exception instead. */
export type Judgement =
  | {
      outcome: 'scored'
      /** Rows of the predictions file. */
      rows: number
      /** Classification: the class list that positions in `confusion` refer to. */
      classes?: string[]
      /** What a reader of the scores should know, for example that the class list was taken from the truth. */
      notes?: string[]
      splits: Partial<Record<Split | 'all', SplitReport>>
      /** Metrics by slices of the whole truth, when that was asked for: all metrics of the first columns, then of the next. */
      slices?: SliceReport[]
    }
  | {
      outcome: 'rejected'
      /** The first 20 of each code. */
      problems: Problem[]
      /** All problems. */
      problemCount: number
      /** All problems by code. */
      problemCounts?: Record<string, number>
    }
