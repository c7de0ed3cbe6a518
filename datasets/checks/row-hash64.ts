import { type Hash64, hash64 } from '../stats/hash64.ts'
import type { TypedBatch } from '../typed-batch.ts'

/** The 64-bit hash of some columns of one row. Null differs from the empty string; cells do not run together. */
export class RowHash64 {
  readonly value: Hash64 = { high: 0, low: 0 }
  readonly #columns: readonly number[]
  readonly #scratch = new Uint8Array(9)
  readonly #view = new DataView(this.#scratch.buffer)

  constructor(columns: readonly number[]) {
    this.#columns = columns
  }

  /** Sets and returns {@link value}, which the next call overwrites. */
  of(batch: TypedBatch, row: number): Hash64 {
    this.value.high = 0
    this.value.low = 0
    for (const at of this.#columns) {
      const column = batch.columns[at]
      if (column.nulls[row]) {
        this.#scratch[0] = 0
        hash64(this.value, this.#scratch, 0, 1)
      } else if (column.type === 'string') {
        hash64(this.value, column.bytes, column.starts[row], column.ends[row])
      } else {
        this.#scratch[0] = 1
        if (column.type === 'int64' || column.type === 'timestamp')
          this.#view.setBigInt64(1, column.values[row], true)
        else this.#view.setFloat64(1, column.values[row], true)
        hash64(this.value, this.#scratch, 0, 9)
      }
    }
    return this.value
  }
}
