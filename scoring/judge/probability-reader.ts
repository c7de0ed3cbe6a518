/** Reads and checks class probabilities into columns, in the file's order of rows. */
import type { TableBatch } from '#core/table.ts'
import { ABSENT } from '../align/ordinals.ts'
import type { ProblemList } from '../align/problem-list.ts'
import type { RowFigures } from '../metrics/metric-inputs.ts'
import { addClass, emptyFigures } from '../metrics/row-figures.ts'
import { numberColumn } from './opened-table.ts'

/** A row's probabilities may miss a sum of 1 by this much: rounding to six decimals at 100 classes misses by 5e-5. */
export const SUM_TOLERANCE = 1e-3
/** Room for the rounding of the sum itself, so that 0.999 passes; clipping, which moves it by 1e-12, is within it. */
const SUM_ROUNDING = 1e-9

/** Follows one file of probabilities, batch by batch. */
export class ProbabilityReader {
  /** Probabilities by class position, then by row of the file. */
  readonly columns: Float64Array[]
  /** What metrics ask of each row of the file. */
  readonly figures: RowFigures
  /** Rows read so far; those beyond the capacity are checked and not kept. */
  rows = 0
  #classes: readonly string[]
  #positions: number[]
  #problems: ProblemList
  #labels: Uint32Array
  /** Figures of the present batch. */
  #batch = emptyFigures(0)
  #bad = new Uint8Array(0)

  /** @param labels the class of each row of the truth; a valid file has as many rows */
  constructor(
    header: readonly string[],
    classes: readonly string[],
    labels: Uint32Array,
    problems: ProblemList,
  ) {
    const capacity = labels.length
    this.#labels = labels
    this.#classes = classes
    this.#positions = classes.map((name) => header.indexOf(name))
    this.#problems = problems
    // one block: V8 would collect garbage for every few of a hundred
    const block = new Float64Array(capacity * classes.length)
    this.columns = classes.map((_, c) => block.subarray(c * capacity, (c + 1) * capacity))
    this.figures = emptyFigures(capacity)
  }

  /** Where the batches' values are wanted, by position in the file. */
  get targets(): (Float64Array | undefined)[] {
    const targets: (Float64Array | undefined)[] = []
    this.#positions.forEach((position, c) => {
      targets[position] = this.columns[c]
    })
    return targets
  }

  /** Checks and keeps a batch. `ordinals` are the truth's rows of the batch's rows. */
  add(batch: TableBatch, ordinals: Uint32Array): void {
    const { rowCount } = batch
    const kept = Math.max(0, Math.min(rowCount, this.#labels.length - this.rows))
    if (this.#bad.length < rowCount) {
      this.#batch = emptyFigures(rowCount)
      this.#bad = new Uint8Array(rowCount)
    }
    for (const values of Object.values(this.#batch)) values.fill(0)
    this.#bad.fill(0)
    for (let c = 0; c < this.columns.length; c++) this.#addColumn(batch, c, kept)
    this.#checkSums(batch)
    this.#keepFigures(batch, ordinals, kept)
    this.rows += rowCount
  }

  #addColumn(batch: TableBatch, c: number, kept: number): void {
    const { values } = numberColumn(batch, this.#positions[c])
    const { rowCount } = batch
    if (!addClass(this.#batch, c, values, 0, rowCount)) {
      for (let i = 0; i < rowCount; i++) {
        if (!(values[i] >= 0 && values[i] <= 1)) this.#report(batch, i, c, values[i])
      }
    }
    const column = this.columns[c]
    if (values.buffer === column.buffer) return
    // one by one, since views of so many short stretches would be garbage to collect
    for (let i = 0, row = this.rows; i < kept; i++, row++) column[row] = values[i]
  }

  #keepFigures(batch: TableBatch, ordinals: Uint32Array, kept: number): void {
    if (kept === 0) return // beyond the capacity there is no place to write even nothing to
    const { position, confidence, clippedSums, own } = this.#batch
    for (let i = 0; i < kept; i++) {
      if (ordinals[i] === ABSENT) continue
      own[i] = numberColumn(batch, this.#positions[this.#labels[ordinals[i]]]).values[i]
    }
    this.figures.position.set(position.subarray(0, kept), this.rows)
    this.figures.confidence.set(confidence.subarray(0, kept), this.rows)
    this.figures.clippedSums.set(clippedSums.subarray(0, kept), this.rows)
    this.figures.own.set(own.subarray(0, kept), this.rows)
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
      const sum = this.#batch.clippedSums[i]
      if (Math.abs(sum - 1) <= SUM_TOLERANCE + SUM_ROUNDING || this.#bad[i] === 1) continue
      this.#problems.add('row_sum', () => ({
        line: batch.lineOf(i),
        message: `The probabilities of this row sum to ${Number(sum.toPrecision(8))}. Expected 1 within ${SUM_TOLERANCE}; divide the row by its sum.`,
      }))
    }
  }
}
