/** Tables from plain values, so that judging can be tested without a reader. */
import type { ColumnBatch, ColumnForm, TableBatch, TableReader } from '#core/table.ts'
import type { OpenTable } from '#scoring/judge/opened-table.ts'

/** A cell: text, or null for an empty one. */
export type Cell = string | null

/** Opens rows of cells as a reader would a file; `batchRows` rows come at a time, line 2 is the first row. */
export function memoryTable(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  batchRows = 7,
): OpenTable {
  return async (columns) => {
    const forms = columns(header)
    const reader: TableReader = {
      format: 'csv',
      columns: header,
      async *batches() {
        for (let firstRow = 0; firstRow < rows.length; firstRow += batchRows) {
          yield batchOf(forms, rows.slice(firstRow, firstRow + batchRows), firstRow)
        }
      },
    }
    return reader
  }
}

function batchOf(
  forms: readonly ColumnForm[],
  rows: readonly (readonly Cell[])[],
  firstRow: number,
): TableBatch {
  return {
    firstRow,
    rowCount: rows.length,
    lineOf: (row) => firstRow + row + 2,
    columns: forms.map((form, c) => {
      const cells = rows.map((row) => row[c])
      return form === 'number' ? numbers(cells) : texts(cells)
    }),
  }
}

function numbers(cells: readonly Cell[]): ColumnBatch {
  return {
    form: 'number',
    values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
    nulls: nullsOf(cells),
  }
}

function texts(cells: readonly Cell[]): ColumnBatch {
  const encoded = cells.map((cell) => Buffer.from(cell ?? ''))
  const ends = Uint32Array.from(encoded, (_, i) =>
    encoded.slice(0, i + 1).reduce((sum, b) => sum + b.length, 0),
  )
  return {
    form: 'text',
    bytes: Buffer.concat(encoded),
    starts: ends.map((end, i) => end - encoded[i].length),
    ends,
    nulls: nullsOf(cells),
  }
}

function nullsOf(cells: readonly Cell[]): Uint8Array | undefined {
  return cells.includes(null) ? Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)) : undefined
}
