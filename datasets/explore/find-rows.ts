import type { TableSchema } from '../schema.ts'
import { type Cell, openReleasedTable, type RangedFile } from './released-table.ts'

/**
 * Looks up rows by their id, as the explorer of pairs does with the records of a page. Reads the id column until all are
 * found, and the other columns only where one is.
 *
 * @returns the cells of each id that exists, in the order of the table's columns
 */
export async function findRows(
  file: RangedFile,
  table: TableSchema,
  idColumn: string,
  ids: ReadonlySet<string>,
): Promise<Map<string, Cell[]>> {
  const opened = await openReleasedTable(file, table)
  const found = new Map<string, Cell[]>()
  for (const range of opened.ranges(0)) {
    if (found.size === ids.size) break
    const cells = await opened.cells(idColumn, range)
    const places = cells.flatMap((id, i) => (id !== null && ids.has(id) ? range.rowStart + i : []))
    const rows = await opened.wholeRows(places)
    for (const [i, place] of places.entries()) found.set(cells[place - range.rowStart] ?? '', rows[i])
  }
  return found
}
