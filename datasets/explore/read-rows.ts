/** Pages of a released table: some rows from a place on, or the next ones that answer a question. */
import type { TableSchema } from '../schema.ts'
import { type Cell, openReleasedTable, type RangedFile, type ReleasedTable } from './released-table.ts'
import { type RowQuestion, type RowTest, rowTest } from './row-filter.ts'

/** Rows that one request looks at before it answers with what it has found. */
const SCANNED_MAX = 1_000_000

/** A row with its place in the file, from 0. */
export interface PlacedRow {
  row: number
  cells: Cell[]
}

export interface RowsPage {
  rows: PlacedRow[]
  /** Where the next page begins; null at the end of the table. */
  next: number | null
  /** Rows of the whole table. */
  total: number
}

export interface RowsRequest extends RowQuestion {
  /** Place of the first row to look at. */
  from: number
  /** Rows of a page at most. */
  limit: number
}

/**
 * Reads a page of a released table. Only the row groups that it needs are read, and of those that are searched only the
 * columns in question. A search that finds little ends after a million rows; `next` then says where to go on.
 *
 * @throws GrandstandError `invalid_input` as `rowTest` does.
 */
export async function readRows(
  file: RangedFile,
  table: TableSchema,
  request: RowsRequest,
): Promise<RowsPage> {
  const test = rowTest(table, request)
  const opened = await openReleasedTable(file, table)
  if (!test) return plainPage(opened, request)
  return matchingPage(opened, test, request)
}

async function plainPage(table: ReleasedTable, { from, limit }: RowsRequest): Promise<RowsPage> {
  const to = Math.min(table.rows, from + limit)
  const rows: PlacedRow[] = []
  for (const { rowStart, rowEnd } of table.ranges(from, to)) {
    const places = Array.from({ length: rowEnd - rowStart }, (_, i) => rowStart + i)
    rows.push(...placed(places, await table.wholeRows(places)))
  }
  return { rows, next: to < table.rows ? to : null, total: table.rows }
}

async function matchingPage(table: ReleasedTable, test: RowTest, request: RowsRequest): Promise<RowsPage> {
  const { from, limit } = request
  const rows: PlacedRow[] = []
  for (const range of table.ranges(from)) {
    if (range.rowStart - from >= SCANNED_MAX) return { rows, next: range.rowStart, total: table.rows }
    const columns: Cell[][] = []
    for (const name of test.columns) columns.push(await table.cells(name, range))
    const found: number[] = []
    for (let i = 0; i < range.rowEnd - range.rowStart && rows.length + found.length < limit; i++) {
      if (test.passes(columns.map((cells) => cells[i]))) found.push(range.rowStart + i)
    }
    rows.push(...placed(found, await table.wholeRows(found)))
    if (rows.length === limit) {
      const next = rows[limit - 1].row + 1
      return { rows, next: next < table.rows ? next : null, total: table.rows }
    }
  }
  return { rows, next: null, total: table.rows }
}

function placed(places: readonly number[], rows: readonly Cell[][]): PlacedRow[] {
  return rows.map((cells, i) => ({ row: places[i], cells }))
}
