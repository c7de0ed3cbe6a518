/** One column as the reader's batches need it, a few thousand rows at a time. */
import type { ColumnBatch, ColumnForm } from '#core/table.ts'
import { Cells } from './cells.ts'
import { ColumnDecoder, type DecoderSetting } from './column-decoder.ts'
import type { ParquetColumn, RowGroup } from './metadata.ts'
import { STEP } from './physical.ts'

export interface ColumnCursor {
  startGroup(group: RowGroup): void
  /** Rows that one `take` can give: texts of one batch must be ranges of the same bytes, so they end with a page. */
  available(): number
  /** The next `count` rows, at most STEP and `available`. They are valid until the next call. */
  take(count: number): ColumnBatch
}

/** A column whose pages are decoded as its rows are taken. */
export function steppingCursor(
  column: ParquetColumn,
  position: number,
  form: ColumnForm,
  setting: DecoderSetting,
  step = STEP,
): ColumnCursor {
  const decoder = new ColumnDecoder(column, position, form, setting, false)
  const cells = new Cells(form, step)
  return {
    startGroup: (group) => decoder.startGroup(group),
    available: () => (form === 'text' ? decoder.rowsInPage() : step),
    take: (count) => {
      cells.clear()
      decoder.take(cells, count)
      const { values, bytes, starts, ends, nulls } = cells
      return form === 'number' ? { form, values, nulls } : { form, bytes, starts, ends, nulls }
    },
  }
}

/**
 * A column of numbers that is decoded to where the caller wants it, a whole row group in one go: then only one page of one
 * such column is in memory.
 *
 * @param into as long as the table
 */
export function fillingCursor(
  column: ParquetColumn,
  position: number,
  into: Float64Array,
  setting: DecoderSetting,
): ColumnCursor {
  const decoder = new ColumnDecoder(column, position, 'number', setting, true)
  let groupRow = 0
  let row = 0
  let nulls: Uint8Array | undefined
  return {
    startGroup: (group) => {
      decoder.startGroup(group)
      const cells = new Cells('number', group.rowCount, into.subarray(row, row + group.rowCount))
      decoder.takeGroup(cells)
      groupRow = row
      nulls = cells.nulls
    },
    available: () => STEP,
    take: (count) => {
      const from = row
      row += count
      const flags = nulls?.subarray(from - groupRow, row - groupRow)
      return { form: 'number', values: into.subarray(from, row), nulls: flags }
    },
  }
}
