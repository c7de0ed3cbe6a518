import { createHash } from 'node:crypto'
import { writingMachine } from './machine/writing-machine.ts'
import type { ColumnSchema, ColumnType } from './schema.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'

const TYPE_TAG: Record<ColumnType, number> = {
  string: 1,
  int64: 2,
  float64: 3,
  boolean: 4,
  date: 5,
  timestamp: 6,
}

/**
 * The logical content of a table in one hash: SHA-256 over its column names and types and then, row by row, over the
 * typed values in a fixed binary form (a tag byte that is 0 for null, then 4-byte length and UTF-8, or the
 * little-endian value). It depends neither on the file format nor on batches, quoting, compression or row groups, so
 * a CSV and a Parquet file of equal content have the same row hash.
 */
export class RowHash implements BatchObserver {
  readonly #hash = createHash('sha256')
  readonly #tags: readonly number[]
  #rows = 0

  constructor(columns: readonly ColumnSchema[]) {
    this.#hash.update(JSON.stringify(columns.map(({ name, type }) => [name, type])))
    this.#tags = columns.map(({ type }) => TYPE_TAG[type])
  }

  observe(batch: TypedBatch): void {
    this.#hash.update(writingMachine().rowBytes(batch, this.#tags))
    this.#rows += batch.rowCount
  }

  /** The hash, as `rows-v1:` and 64 hexadecimal digits. Call it once, after the last batch. */
  digest(): string {
    this.#hash.update(`rows:${this.#rows}`)
    return `rows-v1:${this.#hash.digest('hex')}`
  }
}
