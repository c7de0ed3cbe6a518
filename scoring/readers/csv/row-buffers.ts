/** The columns of one batch, filled row by row and reused by the next batch. */
import type { ColumnBatch, ColumnForm } from '#core/table.ts'

/** Cells of all columns in one batch, at most; keeps a batch of a wide table as small as that of a narrow one. */
const CELLS = 256 * 1024

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

  constructor(forms: readonly ColumnForm[]) {
    this.forms = forms
    this.capacity = Math.max(64, Math.min(32 * 1024, Math.floor(CELLS / forms.length)))
    const { capacity } = this
    this.starts = forms.map((form) => new Uint32Array(form === 'text' ? capacity : 0))
    this.ends = forms.map((form) => new Uint32Array(form === 'text' ? capacity : 0))
    this.values = forms.map((form) => new Float64Array(form === 'number' ? capacity : 0))
    this.nulls = forms.map(() => new Uint8Array(capacity))
    this.hasNulls = new Uint8Array(forms.length)
    this.lines = new Uint32Array(capacity)
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
