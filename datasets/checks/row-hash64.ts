import { type Hash64, hash64 } from '../stats/hash64.ts'
import type { StringColumn, TypedBatch, TypedColumn } from '../typed-batch.ts'

/** Hashes of the rows of a batch, a word of each in either array; longer than the batch, and used again for the next. */
export interface RowHashes {
  highs: Uint32Array
  lows: Uint32Array
}

/** The 64-bit hash of some columns of one row. Null differs from the empty string; cells do not run together. */
export class RowHash64 {
  readonly value: Hash64 = { high: 0, low: 0 }
  readonly #columns: readonly number[]
  readonly #scratch = new Uint8Array(9)
  readonly #view = new DataView(this.#scratch.buffer)
  #hashes: RowHashes = { highs: new Uint32Array(0), lows: new Uint32Array(0) }

  constructor(columns: readonly number[]) {
    this.#columns = columns
  }

  /** The hashes of all rows of a batch, the same as {@link of} gives, column by column. */
  all(batch: TypedBatch): RowHashes {
    const { rowCount } = batch
    if (this.#hashes.highs.length < rowCount)
      this.#hashes = { highs: new Uint32Array(rowCount), lows: new Uint32Array(rowCount) }
    this.#hashes.highs.fill(0, 0, rowCount)
    this.#hashes.lows.fill(0, 0, rowCount)
    for (const at of this.#columns) {
      const column = batch.columns[at]
      if (column.type === 'string') hashTexts(this.#hashes, column, rowCount)
      else hashValues(this.#hashes, column, rowCount)
    }
    return this.#hashes
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

const ZERO = new Uint8Array(1)

function hashTexts({ highs, lows }: RowHashes, column: StringColumn, rowCount: number): void {
  const { bytes, starts, ends, nulls } = column
  const hash: Hash64 = { high: 0, low: 0 }
  for (let row = 0; row < rowCount; row++) {
    hash.high = highs[row]
    hash.low = lows[row]
    if (nulls[row]) hash64(hash, ZERO, 0, 1)
    else hash64(hash, bytes, starts[row], ends[row])
    highs[row] = hash.high
    lows[row] = hash.low
  }
}

/** The bytes of a value as `of` hashes them: whole numbers as they are, everything else as a double. */
function valueBytes(column: Exclude<TypedColumn, StringColumn>, rowCount: number): Uint8Array {
  const { type, values } = column
  if (type === 'int64' || type === 'timestamp')
    return new Uint8Array(values.buffer, values.byteOffset, 8 * rowCount)
  const doubles = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) doubles[row] = Number.isNaN(values[row]) ? Number.NaN : values[row]
  return new Uint8Array(doubles.buffer)
}

function hashValues(
  { highs, lows }: RowHashes,
  column: Exclude<TypedColumn, StringColumn>,
  rowCount: number,
): void {
  const own = valueBytes(column, rowCount)
  const cell = new Uint8Array(9)
  const hash: Hash64 = { high: 0, low: 0 }
  for (let row = 0; row < rowCount; row++) {
    hash.high = highs[row]
    hash.low = lows[row]
    if (column.nulls[row]) hash64(hash, ZERO, 0, 1)
    else {
      cell[0] = 1
      for (let i = 0; i < 8; i++) cell[1 + i] = own[8 * row + i]
      hash64(hash, cell, 0, 9)
    }
    highs[row] = hash.high
    lows[row] = hash.low
  }
}
