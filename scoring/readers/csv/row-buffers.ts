/** The columns of one batch, filled row by row and reused by the next batch. */
import type { ColumnBatch, ColumnForm } from '#core/table.ts'
import type { PlainRows } from './plain-rows.ts'

/** Cells of all columns in one batch, at most; keeps a batch of a wide table as small as that of a narrow one. */
const CELLS = 256 * 1024

/** Rows of one batch. */
function rowCapacity(columnCount: number): number {
  return Math.max(64, Math.min(32 * 1024, Math.floor(CELLS / columnCount / 8) * 8))
}

/** Per cell 4 bytes for its start and 4 for its end, or 8 for a number, and one for null. */
const CELL_BYTES = 9

/** Bytes that the cells of one batch take, with 4 bytes a row for its line. */
export function cellBytes(columnCount: number): number {
  return (columnCount * CELL_BYTES + 4) * rowCapacity(columnCount)
}

export class RowBuffers {
  readonly forms: readonly ColumnForm[]
  /** Rows that fit. */
  readonly capacity: number
  /** Where the cells of text column c start and end; empty arrays for number columns. */
  readonly starts: Uint32Array[]
  readonly ends: Uint32Array[]
  /** Values of number column c; empty arrays for text columns. */
  readonly values: Float64Array[]
  /** 1 where null, per column, and 0 elsewhere. */
  readonly nulls: Uint8Array[]
  /** 1-based line on which each row starts. */
  readonly lines: Uint32Array
  rowCount = 0

  /** `plain`: keep the cells in the memory that it shares, and tell it where. */
  constructor(forms: readonly ColumnForm[], plain?: PlainRows) {
    this.forms = forms
    this.capacity = rowCapacity(forms.length)
    const { capacity } = this
    const memory = plain?.memory ?? new ArrayBuffer(cellBytes(forms.length))
    const linesAt = plain?.cellsAt ?? 0
    const from = forms.map((_, column) => linesAt + capacity * (4 + column * CELL_BYTES))
    const [endsAt, nullsAt] = [capacity * 4, capacity * 8]
    const textAt = (column: number, offset: number) =>
      new Uint32Array(memory, from[column] + offset, forms[column] === 'text' ? capacity : 0)
    this.starts = forms.map((_, column) => textAt(column, 0))
    this.ends = forms.map((_, column) => textAt(column, endsAt))
    this.values = forms.map(
      (form, column) => new Float64Array(memory, from[column], form === 'number' ? capacity : 0),
    )
    this.nulls = from.map((at) => new Uint8Array(memory, at + nullsAt, capacity).fill(0))
    this.lines = new Uint32Array(memory, linesAt, capacity)
    plain?.describeLines(linesAt)
    forms.forEach((form, column) => {
      const at = from[column]
      plain?.describe(column, form, [at, at + endsAt, at + nullsAt])
    })
  }

  clear(): void {
    this.rowCount = 0
    // each text says whether it is null; of the numbers only those that are
    this.forms.forEach((form, column) => {
      if (form === 'number') this.nulls[column].fill(0)
    })
  }

  /** Says whether the cell that has just been put into the next row is null. */
  setNull(column: number, isNull: boolean): void {
    this.nulls[column][this.rowCount] = isNull ? 1 : 0
    if (isNull && this.forms[column] === 'number') this.values[column][this.rowCount] = Number.NaN
  }

  /** The columns as a batch shows them; text cells are ranges of `bytes`. */
  columns(bytes: Uint8Array): ColumnBatch[] {
    return this.forms.map((form, column) => {
      const own = this.nulls[column]
      const nulls = own.subarray(0, this.rowCount).includes(1) ? own : undefined
      if (form === 'number') return { form, values: this.values[column], nulls }
      return { form, bytes, starts: this.starts[column], ends: this.ends[column], nulls }
    })
  }
}
