import { createHash } from 'node:crypto'
import { ByteBuffer } from './byte-buffer.ts'
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

function appendValue(out: ByteBuffer, column: TypedColumn, row: number): void {
  if (column.nulls[row]) {
    out.appendByte(0)
    return
  }
  out.appendByte(TYPE_TAG[column.type])
  switch (column.type) {
    case 'string':
      out.appendUint32(column.ends[row] - column.starts[row])
      out.append(column.bytes, column.starts[row], column.ends[row])
      break
    case 'float64':
      // every NaN is the same value; its payload does not survive text
      if (Number.isNaN(column.values[row])) out.appendInt64(0x7ff8000000000000n)
      else out.appendFloat64(column.values[row])
      break
    case 'date':
      out.appendInt32(column.values[row])
      break
    case 'boolean':
      out.appendByte(column.values[row])
      break
    default:
      out.appendInt64(column.values[row])
  }
}

/**
 * The logical content of a table in one hash: SHA-256 over its column names and types and then, row by row, over the
 * typed values in a fixed binary form (a tag byte that is 0 for null, then 4-byte length and UTF-8, or the
 * little-endian value). It depends neither on the file format nor on batches, quoting, compression or row groups, so
 * a CSV and a Parquet file of equal content have the same row hash.
 */
export class RowHash implements BatchObserver {
  readonly #hash = createHash('sha256')
  readonly #out = new ByteBuffer(1 << 16)
  #rows = 0

  constructor(columns: readonly ColumnSchema[]) {
    this.#hash.update(JSON.stringify(columns.map(({ name, type }) => [name, type])))
  }

  observe(batch: TypedBatch): void {
    for (let row = 0; row < batch.rowCount; row++) {
      for (const column of batch.columns) appendValue(this.#out, column, row)
      if (this.#out.length > 1 << 16) this.#flush()
    }
    this.#rows += batch.rowCount
    this.#flush()
  }

  #flush(): void {
    this.#hash.update(this.#out.view())
    this.#out.clear()
  }

  /** The hash, as `rows-v1:` and 64 hexadecimal digits. Call it once, after the last batch. */
  digest(): string {
    this.#hash.update(`rows:${this.#rows}`)
    return `rows-v1:${this.#hash.digest('hex')}`
  }
}
