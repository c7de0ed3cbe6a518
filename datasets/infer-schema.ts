import { GrandstandError } from '#core/errors.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { decideColumn } from './decide-column.ts'
import { inTable } from './in-table.ts'
import { type DatasetKind, type DatasetSchema, MAX_COLUMNS, STANDARD, type TableSchema } from './schema.ts'
import { ColumnScan } from './stats/column-scan.ts'
import { isPairsTable, tableFamily } from './table-names.ts'

/** A table that an organiser gave: its name in the standard (`train`, `records`, …) and where it lies. */
export interface InputTable {
  name: string
  path: string
}

/** The tables to look at, by their names in the standard. */
export interface InferSchemaInput {
  kind: DatasetKind
  tables: readonly InputTable[]
  /** Called now and then with the rows read so far over all tables. */
  onProgress?: (rows: number) => void
}

/** Reads one table's columns as text into the scans of its family, making scans for names not met before. */
async function scanTable(
  table: InputTable,
  scans: Map<string, ColumnScan>,
  onRows: (rows: number) => void,
): Promise<{ columns: readonly string[]; rows: number }> {
  const reader = await openTable(table.path)
  if (reader.columns.length > MAX_COLUMNS) {
    const found = `Table '${table.name}' has ${reader.columns.length} columns`
    throw new GrandstandError(
      'file_rejected',
      `${found}; a table may have ${MAX_COLUMNS}. Keep wide vectors in files.`,
    )
  }
  const own = reader.columns.map((name) => {
    const scan = scans.get(name) ?? new ColumnScan()
    scans.set(name, scan)
    return scan
  })
  let rows = 0
  for await (const batch of reader.batches()) {
    const lineOf = (row: number) => batch.lineOf(row)
    own.forEach((scan, i) => {
      const column = batch.columns[i]
      if (column.form !== 'text') throw new TypeError(`column ${i} was asked for as text`)
      scan.observe(column, batch.rowCount, lineOf)
    })
    rows += batch.rowCount
    onRows(batch.rowCount)
  }
  return { columns: reader.columns, rows }
}

/**
 * Proposes a schema for an organiser to confirm: type, modality and role of each column, each with the reason that
 * led to it. One pass over every table, memory bounded by the number of columns. Tables of one family (train and
 * test; left and right; the pairs) share their columns' evidence, so that they come out with one type.
 *
 * @throws GrandstandError `file_rejected` when a file cannot be read as a table, naming the line or row.
 */
export async function inferSchema({ kind, tables, onProgress }: InferSchemaInput): Promise<DatasetSchema> {
  if (tables.length === 0) throw new GrandstandError('invalid_input', 'Give at least one table.')
  const families = new Map<string, Map<string, ColumnScan>>()
  const read: { name: string; columns: readonly string[]; rows: number }[] = []
  let total = 0
  for (const table of tables) {
    const family = tableFamily(kind, table.name)
    const scans = families.get(family) ?? new Map<string, ColumnScan>()
    families.set(family, scans)
    const found = await scanTable(table, scans, (rows) => {
      total += rows
      onProgress?.(total)
    }).catch((error: unknown) => {
      throw inTable(table.name, error)
    })
    read.push({ name: table.name, ...found })
  }
  const decided = read.map(({ name, columns, rows }): TableSchema => {
    const scans = families.get(tableFamily(kind, name)) ?? new Map<string, ColumnScan>()
    const context = { kind, pairs: isPairsTable(kind, name), idTaken: false, names: [...scans.keys()] }
    return {
      name,
      rows,
      columns: columns.map((column) => decideColumn(column, scans.get(column) ?? new ColumnScan(), context)),
    }
  })
  return { standard: STANDARD, kind, tables: decided }
}
