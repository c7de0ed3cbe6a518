/**
 * Whole columns of text to exact types. Cells in the common forms are parsed by machine code; every other cell goes through
 * the grammar of `cell-text.ts`, which decides what is allowed.
 */
import type { TextBatch } from '#core/table.ts'
import { parseBoolean, parseDate, parseFloat64, parseInt64, parseTimestamp } from './cell-text.ts'
import type { CellMachine } from './machine/cell-machine.ts'
import type { StringColumn, TypedColumn } from './typed-batch.ts'

/** What is called for a cell that is not of the type. */
export type OnMisfit = (row: number, text: string) => void

type ValueColumn = Exclude<TypedColumn, StringColumn>

/** Puts the value of a text into a row; false where it has none of this type. */
function setValue(column: ValueColumn, row: number, text: string): boolean {
  switch (column.type) {
    case 'int64':
      return set(column.values, row, parseInt64(text))
    case 'timestamp':
      return set(column.values, row, parseTimestamp(text))
    case 'float64':
      return set(column.values, row, parseFloat64(text))
    case 'date':
      return set(column.values, row, parseDate(text))
    case 'boolean': {
      const value = parseBoolean(text)
      return set(column.values, row, value === undefined ? undefined : Number(value))
    }
  }
}

function set<T>(values: { [row: number]: T }, row: number, value: T | undefined): boolean {
  if (value === undefined) return false
  values[row] = value
  return true
}

/**
 * Parses the cells that are not null into a column of `rowCount` rows; strings are not looked at.
 *
 * @param machine for which the batch has been started
 */
export function parseCells(
  target: TypedColumn,
  source: TextBatch,
  rowCount: number,
  onMisfit: OnMisfit,
  machine: CellMachine,
): void {
  if (target.type === 'string') return
  const view = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength)
  machine.forEachSlice({ ...source, nulls: target.nulls }, rowCount, (first, count) => {
    const left = machine.parse(target, first, count)
    for (let i = 0; left > 0 && i < count; i++) {
      if (machine.kinds[i] === 0) continue
      const row = first + i
      const text = view.toString('utf8', source.starts[row], source.ends[row])
      if (!setValue(target, row, text)) onMisfit(row, text)
    }
  })
}
