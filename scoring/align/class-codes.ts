/** Turns label cells into positions in the declared class list, by exact bytes. */
import type { TableBatch, TextBatch } from '#core/table.ts'
import { KeyTable } from './key-table.ts'
import { ABSENT } from './ordinals.ts'
import { type ProblemList, quoteCell } from './problem-list.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export class ClassCodes {
  readonly classes: readonly string[]
  #table: KeyTable
  #codes = new Uint32Array(0)

  /** Throws RangeError where a class is listed twice. */
  constructor(classes: readonly string[]) {
    this.classes = classes
    this.#table = new KeyTable({ expectedKeys: classes.length })
    this.#table.intern(textBatchOf(classes), classes.length, new Uint32Array(classes.length))
    if (this.#table.size !== classes.length) throw new RangeError('a class is listed twice')
  }

  /**
   * The code (0-based position in `classes`) of each row's label in the text column at `position`, ABSENT where it is
   * no class; each of those is added to `problems` as `unknown_class` or `empty_label`. The array is reused by the next
   * call; its first `batch.rowCount` values count.
   */
  encode(batch: TableBatch, position: number, columnName: string, problems: ProblemList): Uint32Array {
    const cells = batch.columns[position]
    if (cells.form !== 'text') throw new TypeError(`column ${columnName} must be opened as text`)
    if (this.#codes.length < batch.rowCount) this.#codes = new Uint32Array(batch.rowCount)
    const codes = this.#codes
    this.#table.find(cells, batch.rowCount, codes, ABSENT)
    for (let row = 0; row < batch.rowCount; row++) {
      if (codes[row] === ABSENT) this.#report(batch, cells, row, columnName, problems)
    }
    return codes
  }

  #report(batch: TableBatch, cells: TextBatch, row: number, column: string, problems: ProblemList): void {
    const line = batch.lineOf(row)
    if (cells.nulls?.[row]) {
      problems.add('empty_label', () => ({
        line,
        column,
        message: 'The label is empty. Write one of the classes.',
      }))
      return
    }
    problems.add('unknown_class', () => {
      const found = quoteCell(decoder.decode(cells.bytes.subarray(cells.starts[row], cells.ends[row])))
      return { line, column, message: `${found} is not one of the classes. Expected ${this.#listed()}.` }
    })
  }

  #listed(): string {
    const shown = this.classes.slice(0, 10).map(quoteCell).join(', ')
    return this.classes.length > 10 ? `${shown} or one of ${this.classes.length - 10} others` : shown
  }
}

/** Strings as a text column, for tables made from a list rather than from a file. */
export function textBatchOf(values: readonly string[]): TextBatch {
  const cells = values.map((value) => encoder.encode(value))
  const bytes = new Uint8Array(cells.reduce((sum, cell) => sum + cell.length, 0))
  const starts = new Uint32Array(values.length)
  const ends = new Uint32Array(values.length)
  let at = 0
  cells.forEach((cell, i) => {
    bytes.set(cell, at)
    starts[i] = at
    at += cell.length
    ends[i] = at
  })
  return { form: 'text', bytes, starts, ends }
}
