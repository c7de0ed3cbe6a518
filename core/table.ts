/**
 * Tables as the readers deliver them: a stream of batches of typed columns over raw bytes, without one JavaScript
 * string per cell. CSV and Parquet readers both produce this; scoring, the registry's checks and the profile
 * consume it.
 */

/** Whatever delivers a file's bytes in order: a file on disk, a decompressor, a test's array. */
export type ByteSource = AsyncIterable<Uint8Array>

/** How a column's cells are wanted: as exact bytes, or as IEEE doubles. */
export type ColumnForm = 'text' | 'number'

/** Text cells of one batch: cell i is the UTF-8 in `bytes[starts[i]..ends[i])`, already unquoted. */
export interface TextBatch {
  form: 'text'
  bytes: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
  /** 1 where the cell is null (an empty unquoted CSV cell, a Parquet null); undefined when no cell is. */
  nulls?: Uint8Array
}

/** Number cells of one batch; only the first `rowCount` values count. NaN where null. */
export interface NumberBatch {
  form: 'number'
  values: Float64Array
  nulls?: Uint8Array
}

export type ColumnBatch = TextBatch | NumberBatch

/** A run of consecutive rows. Its buffers are reused: copy what must outlive the next batch. */
export interface TableBatch {
  /** 0-based ordinal of the batch's first row in the file (header not counted). */
  firstRow: number
  rowCount: number
  /** 1-based line on which row i starts, for messages; for Parquet the 1-based row. */
  lineOf(row: number): number
  /** In the order of the file's header. */
  columns: ColumnBatch[]
}

/** An opened table: its header is known, its rows stream. */
export interface TableReader {
  format: 'csv' | 'parquet'
  /** Column names in file order. */
  columns: readonly string[]
  batches(): AsyncIterable<TableBatch>
}
