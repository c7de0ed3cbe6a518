/** Reads and checks class probabilities into columns, in the file's order of rows. */
import type { TableBatch } from '#core/table.ts'
import type { ProblemList } from '../align/problem-list.ts'
import { numberColumn } from './opened-table.ts'

/** A row's probabilities may miss a sum of 1 by this much: rounding to six decimals at 100 classes misses by 5e-5. */
export const SUM_TOLERANCE = 1e-3
/** Room for the rounding of the sum itself, so that 0.999 passes. */
const SUM_ROUNDING = 1e-9

/** Follows one file of probabilities, batch by batch. */
export class ProbabilityReader {
  /** Probabilities by class position, then by row of the file. */
  readonly columns: Float64Array[]
  /** The row of the truth that each row of the file is about. */
  readonly ordinals: Uint32Array
  /** Rows read so far; those beyond the capacity are checked and not kept. */
  rows = 0
  #classes: readonly string[]
  #positions: number[]
  #problems: ProblemList
  #sums = new Float64Array(0)
  #bad = new Uint8Array(0)

  /** @param capacity rows of the truth; a valid file has as many */
  constructor(
    header: readonly string[],
    classes: readonly string[],
    capacity: number,
    problems: ProblemList,
  ) {
    this.#classes = classes
    this.#positions = classes.map((name) => header.indexOf(name))
    this.#problems = problems
    this.columns = classes.map(() => new Float64Array(capacity))
    this.ordinals = new Uint32Array(capacity)
  }

  /** Checks and keeps a batch. `ordinals` are the truth's rows of the batch's rows. */
  add(batch: TableBatch, ordinals: Uint32Array): void {
    const { rowCount } = batch
    const kept = Math.max(0, Math.min(rowCount, this.ordinals.length - this.rows))
    this.ordinals.set(ordinals.subarray(0, kept), this.rows)
    if (this.#sums.length < rowCount) {
      this.#sums = new Float64Array(rowCount)
      this.#bad = new Uint8Array(rowCount)
    }
    this.#sums.fill(0)
    this.#bad.fill(0)
    for (let c = 0; c < this.columns.length; c++) this.#addColumn(batch, c, kept)
    this.#checkSums(batch)
    this.rows += rowCount
  }

  #addColumn(batch: TableBatch, c: number, kept: number): void {
    const { values } = numberColumn(batch, this.#positions[c])
    const sums = this.#sums
    for (let i = 0; i < batch.rowCount; i++) {
      const p = values[i]
      sums[i] += p
      if (!(p >= 0 && p <= 1)) this.#report(batch, i, c, p)
    }
    this.columns[c].set(values.subarray(0, kept), this.rows)
  }

  #report(batch: TableBatch, row: number, c: number, value: number): void {
    this.#bad[row] = 1
    const column = this.#classes[c]
    const line = batch.lineOf(row)
    const empty = numberColumn(batch, this.#positions[c]).nulls?.[row] === 1
    if (empty || !Number.isFinite(value)) {
      const found = empty ? 'an empty cell' : String(value)
      this.#problems.add(empty ? 'empty_probability' : 'not_finite', () => ({
        line,
        column,
        message: `Found ${found}. Expected a probability from 0 to 1; write 0 for a class that is ruled out.`,
      }))
      return
    }
    this.#problems.add(value < 0 ? 'negative_probability' : 'probability_above_one', () => ({
      line,
      column,
      message: `Found ${value}. Expected a probability from 0 to 1; scale the row so that it sums to 1.`,
    }))
  }

  /** A row with a bad cell is not blamed for its sum as well. */
  #checkSums(batch: TableBatch): void {
    for (let i = 0; i < batch.rowCount; i++) {
      const sum = this.#sums[i]
      if (Math.abs(sum - 1) <= SUM_TOLERANCE + SUM_ROUNDING || this.#bad[i] === 1) continue
      this.#problems.add('row_sum', () => ({
        line: batch.lineOf(i),
        message: `The probabilities of this row sum to ${Number(sum.toPrecision(8))}. Expected 1 within ${SUM_TOLERANCE}; divide the row by its sum.`,
      }))
    }
  }
}
