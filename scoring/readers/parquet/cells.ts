/** The cells of one column as they are decoded. */
import type { ColumnForm } from '#core/table.ts'

const NONE = new Uint8Array(0)

/** Room for the cells of a stretch of rows; row `i` of the stretch is at `i`. */
export class Cells {
  readonly form: ColumnForm
  /** Numbers; NaN where null. */
  readonly values: Float64Array
  /** Texts are the ranges of `bytes` from `starts` to `ends`. */
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  bytes: Uint8Array = NONE
  #capacity: number
  #flags: Uint8Array = NONE
  #hasNulls = false

  /** @param into where numbers are put, if not into an array of its own */
  constructor(form: ColumnForm, capacity: number, into?: Float64Array) {
    this.form = form
    this.#capacity = capacity
    this.values = into ?? new Float64Array(form === 'number' ? capacity : 0)
    this.starts = new Uint32Array(form === 'text' ? capacity : 0)
    this.ends = new Uint32Array(form === 'text' ? capacity : 0)
  }

  /** 1 where a cell is null; undefined while none is. */
  get nulls(): Uint8Array | undefined {
    return this.#hasNulls ? this.#flags : undefined
  }

  /** Begins another stretch. */
  clear(): void {
    this.#hasNulls = false
  }

  /** The flags of nulls, for writing. */
  nullFlags(): Uint8Array {
    if (!this.#hasNulls) {
      if (this.#flags.length === 0) this.#flags = new Uint8Array(this.#capacity)
      else this.#flags.fill(0)
      this.#hasNulls = true
    }
    return this.#flags
  }
}
