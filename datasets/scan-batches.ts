import type { TableReader } from '#core/table.ts'
import type { DeclaredColumn } from '#scoring/readers/declared-column.ts'
import { isKeyName } from './decide-column.ts'
import { cellMachine } from './machine/cell-machine.ts'
import { ColumnScan } from './stats/column-scan.ts'

/** The scans of a table's columns: those of its family where there are some, made where a name is new. */
export function scansOf(
  columns: readonly string[],
  {
    declared,
    family = new Map(),
  }: { declared?: readonly DeclaredColumn[]; family?: Map<string, ColumnScan> },
): ColumnScan[] {
  const columnCount = columns.length
  return columns.map((name, i) => {
    const isKey = i === 0 || isKeyName(name)
    const scan = family.get(name) ?? new ColumnScan({ columnCount, declared: declared?.[i], isKey })
    family.set(name, scan)
    return scan
  })
}

/** Reads the columns of a table as text into scans, and counts its rows. */
export async function scanBatches(
  source: TableReader,
  { scans = scansOf(source.columns, {}), onRows }: { scans?: ColumnScan[]; onRows?: (rows: number) => void },
): Promise<{ scans: ColumnScan[]; rowCount: number }> {
  const machine = cellMachine()
  let rowCount = 0
  for await (const batch of source.batches()) {
    const lineOf = (row: number) => batch.lineOf(row)
    machine.startBatch()
    scans.forEach((scan, i) => {
      const column = batch.columns[i]
      if (column.form !== 'text') throw new TypeError(`column ${i} was asked for as text`)
      scan.observe(column, batch.rowCount, lineOf, machine)
    })
    rowCount += batch.rowCount
    onRows?.(batch.rowCount)
  }
  return { scans, rowCount }
}
