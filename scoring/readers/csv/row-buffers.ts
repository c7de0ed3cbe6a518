/** The columns of one batch, filled row by row and reused by the next batch. */
import type { ColumnBatch, ColumnForm } from '#core/table.ts'
import type { PlainRows } from './plain-rows.ts'

/** Cells of all columns in one batch, at most; keeps a batch of a wide table as small as that of a narrow one. */
const CELLS = 256 * 1024

/** Rows of one batch. */
function rowCapacity(columnCount: number): number {
  return Math.max(64, Math.min(32 * 1024, Math.floor(CELLS / columnCount / 8) * 8))
}

/** Bytes that the cells of one batch take. */
export function cellBytes(columnCount: number): number {
  return columnCount * rowCapacity(columnCount) * 8
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
  /** 1 where null, per column. Only columns in `hasNulls` hold any. */
  readonly nulls: Uint8Array[]
  readonly hasNulls: Uint8Array
  /** 1-based line on which each row starts. */
  readonly lines: Uint32Array
  rowCount = 0

  /** `plain`: keep the cells in the memory that it shares, and tell it where. */
  constructor(forms: readonly ColumnForm[], plain?: PlainRows) {
    this.forms = forms
    this.capacity = rowCapacity(forms.length)
    const { capacity } = this
    const size = capacity * 8
    const memory = plain?.memory ?? new ArrayBuffer(cellBytes(forms.length))
    const from = forms.map((_, column) => (plain?.cellsAt ?? 0) + column * size)
    const textAt = (column: number, offset: number) =>
      new Uint32Array(memory, from[column] + offset, forms[column] === 'text' ? capacity : 0)
    this.starts = forms.map((_, column) => textAt(column, 0))
    this.ends = forms.map((_, column) => textAt(column, size / 2))
    this.values = forms.map(
      (form, column) => new Float64Array(memory, from[column], form === 'number' ? capacity : 0),
    )
    this.nulls = forms.map(() => new Uint8Array(capacity))
    this.hasNulls = new Uint8Array(forms.length)
    this.lines = new Uint32Array(capacity)
    forms.forEach((form, column) => {
      plain?.describe(column, form, from[column], from[column] + size / 2)
    })
  }

  clear(): void {
    this.rowCount = 0
    for (let column = 0; column < this.forms.length; column++) {
      if (this.hasNulls[column]) this.nulls[column].fill(0)
      this.hasNulls[column] = 0
    }
  }

  setNull(column: number, row: number): void {
    this.nulls[column][row] = 1
    this.hasNulls[column] = 1
    if (this.forms[column] === 'number') this.values[column][row] = Number.NaN
  }

  /** The columns as a batch shows them; text cells are ranges of `bytes`. */
  columns(bytes: Uint8Array): ColumnBatch[] {
    return this.forms.map((form, column) => {
      const nulls = this.hasNulls[column] ? this.nulls[column] : undefined
      if (form === 'number') return { form, values: this.values[column], nulls }
      return { form, bytes, starts: this.starts[column], ends: this.ends[column], nulls }
    })
  }
}
