/**
 * Tables as the readers deliver them: a stream of batches of typed columns over raw bytes, without one JavaScript
 * string per cell. The readers of all formats produce this; scoring, the registry's checks and the profile
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
  /** 1-based line on which row i starts, for messages; for Parquet and Arrow the 1-based row. */
  lineOf(row: number): number
  /** In the order of the file's header. */
  columns: ColumnBatch[]
}

/** An opened table: its header is known, its rows stream. */
export interface TableReader {
  format: 'csv' | 'parquet' | 'arrow' | 'jsonl'
  /** Column names in file order. */
  columns: readonly string[]
  /**
   * @param into for columns of numbers, by position: where the caller wants all of the file's values in the end. A reader
   * that can writes them there and delivers views of it as `values`; others take no notice, so compare the buffers. An
   * array that is shorter than the table is not used.
   */
  batches(into?: readonly (Float64Array | undefined)[]): AsyncIterable<TableBatch>
}
