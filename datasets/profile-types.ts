/** What the explorer pages draw: plain JSON of bounded size, computed once when a release is registered. */
import type { ColumnType, Modality, Role } from './schema.ts'
import type { HistogramBin } from './stats/auto-histogram.ts'
import type { ValueCount } from './stats/value-count.ts'

/** How one class of the label is distributed over the bars (or values) of a column, in their order. */
export interface LabelCounts {
  label: string
  counts: number[]
}

/** Numbers, and instants as milliseconds since 1970. `nonFinite`: NaN and infinities, in no bar. */
export interface NumberProfile {
  min: number | null
  max: number | null
  mean: number | null
  standardDeviation: number | null
  nonFinite: number
  bins: HistogramBin[]
  byLabel?: LabelCounts[]
}

/** The most frequent values. `otherCount`: cells with a value that is not listed. */
export interface ValuesProfile {
  values: ValueCount[]
  otherCount: number
  byLabel?: LabelCounts[]
}

/** `lengths`: cells by their number of code points. `frequentWords`: cells (sampled for large tables) by word. */
export interface TextProfile {
  lengths: HistogramBin[]
  meanWords: number
  frequentWords: ValueCount[]
  wordsFromRows: number
  /** By the bars of `lengths`. */
  byLabel?: LabelCounts[]
}

/** One column. It has one of `numbers`, `values`, `text`, `images`, by its modality; ids have none. */
export interface ColumnProfile {
  name: string
  type: ColumnType
  modality: Modality
  role: Role
  nulls: number
  /** Cells that are strings of length 0. */
  empties: number
  /** Different values; `distinctExact` false when it is an estimate (a few per cent). */
  distinct: number
  distinctExact: boolean
  numbers?: NumberProfile
  values?: ValuesProfile
  text?: TextProfile
  /** Paths of some images, spread over the table. */
  images?: string[]
}

/** How an association was measured; `cramers-v` and `correlation-ratio` are corrected for chance. */
export type AssociationKind = 'pearson' | 'spearman' | 'cramers-v' | 'correlation-ratio'

/**
 * How strongly two columns go together, 0 to 1; `a` < `b` are positions in {@link Associations.columns}. For two columns
 * of numbers the larger of Pearson's and Spearman's coefficient without its sign; `negative` when that is below 0.
 */
export interface Association {
  a: number
  b: number
  kind: AssociationKind
  value: number
  negative?: boolean
}

/** The pairs of columns, at most 40, that both vary, from a sample of `rows` rows. */
export interface Associations {
  columns: string[]
  rows: number
  pairs: Association[]
}

/** One table, its columns in file order. */
export interface TableProfile {
  table: string
  rows: number
  /** The label column that `byLabel` counts go by. */
  labelColumn?: string
  /** Rows that `byLabel` was counted in, when the label has too many classes to count all rows. */
  labelRows?: number
  associations?: Associations
  columns: ColumnProfile[]
}
