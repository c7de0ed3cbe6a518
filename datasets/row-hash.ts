import { createHash } from 'node:crypto'
import type { ColumnSchema, ColumnType } from './schema.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from './typed-batch.ts'

const TYPE_TAG: Record<ColumnType, number> = {
  string: 1,
  int64: 2,
  float64: 3,
  boolean: 4,
  date: 5,
  timestamp: 6,
}

const CANONICAL_NAN = 0x7ff8000000000000n

/** Bytes of a value behind its tag; strings have a length and their text. */
const VALUE_BYTES = { int64: 8, float64: 8, boolean: 1, date: 4, timestamp: 8 } as const

/** Writes the cells of one column to where each row's next cell stands, and moves that on. */
function writeCells(column: TypedColumn, rows: number, out: Uint8Array, next: Uint32Array): void {
  const view = new DataView(out.buffer)
  const tag = TYPE_TAG[column.type]
  const { nulls } = column
  if (column.type === 'string') {
    const { bytes, starts, ends } = column
    for (let row = 0; row < rows; row++) {
      let at = next[row]
      out[at++] = nulls[row] ? 0 : tag
      if (!nulls[row]) {
        const size = ends[row] - starts[row]
        view.setUint32(at, size, true)
        at += 4
        const start = starts[row]
        // a call costs more than copying a short cell by hand
        if (size < 24) for (let i = 0; i < size; i++) out[at + i] = bytes[start + i]
        else out.set(bytes.subarray(start, start + size), at)
        at += size
      }
      next[row] = at
    }
    return
  }
  const size = VALUE_BYTES[column.type]
  const own = new Uint8Array(column.values.buffer, column.values.byteOffset, rows * size)
  for (let row = 0; row < rows; row++) {
    const at = next[row]
    out[at] = nulls[row] ? 0 : tag
    next[row] = nulls[row] ? at + 1 : at + 1 + size
    if (nulls[row]) continue
    for (let i = 0, from = row * size; i < size; i++) out[at + 1 + i] = own[from + i]
    // every NaN is the same value; its payload does not survive text
    if (column.type === 'float64' && Number.isNaN(column.values[row]))
      view.setBigInt64(at + 1, CANONICAL_NAN, true)
  }
}

/** Where each of the rows begins when they stand one after the other, and behind them where the last ends. */
function rowStarts(columns: readonly TypedColumn[], rows: number): Uint32Array {
  const at = new Uint32Array(rows + 1)
  for (const column of columns) {
    const { nulls } = column
    if (column.type === 'string') {
      const { starts, ends } = column
      for (let row = 0; row < rows; row++) at[row + 1] += nulls[row] ? 1 : 5 + ends[row] - starts[row]
    } else {
      const size = 1 + VALUE_BYTES[column.type]
      for (let row = 0; row < rows; row++) at[row + 1] += nulls[row] ? 1 : size
    }
  }
  for (let row = 0; row < rows; row++) at[row + 1] += at[row]
  return at
}

/**
 * The logical content of a table in one hash: SHA-256 over its column names and types and then, row by row, over the
 * typed values in a fixed binary form (a tag byte that is 0 for null, then 4-byte length and UTF-8, or the
 * little-endian value). It depends neither on the file format nor on batches, quoting, compression or row groups, so
 * a CSV and a Parquet file of equal content have the same row hash.
 */
export class RowHash implements BatchObserver {
  readonly #hash = createHash('sha256')
  #bytes = new Uint8Array(1 << 16)
  #rows = 0

  constructor(columns: readonly ColumnSchema[]) {
    this.#hash.update(JSON.stringify(columns.map(({ name, type }) => [name, type])))
  }

  observe({ columns, rowCount }: TypedBatch): void {
    const next = rowStarts(columns, rowCount)
    const size = next[rowCount]
    if (this.#bytes.length < size) this.#bytes = new Uint8Array(Math.max(size, 2 * this.#bytes.length))
    // column by column, each to its places: the loop over one column's cells knows its type
    for (const column of columns) writeCells(column, rowCount, this.#bytes, next)
    this.#hash.update(this.#bytes.subarray(0, size))
    this.#rows += rowCount
  }

  /** The hash, as `rows-v1:` and 64 hexadecimal digits. Call it once, after the last batch. */
  digest(): string {
    this.#hash.update(`rows:${this.#rows}`)
    return `rows-v1:${this.#hash.digest('hex')}`
  }
}
