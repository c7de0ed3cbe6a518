import { GrandstandError } from '#core/errors.ts'
import { openSource, type SourceReader } from '#scoring/readers/open-source.ts'
import { columnContext, decideColumn, isKeyName } from './decide-column.ts'
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

/** What one pass over a table tells. */
export interface ScannedTable {
  source: SourceReader
  scans: readonly ColumnScan[]
  rowCount: number
}

/** How a table is scanned. */
export interface ScanTableOptions {
  /** The scans of the columns that earlier tables of the family had. */
  family?: Map<string, ColumnScan>
  /** Told the header before any row is read; may throw. */
  onHeader?: (columns: readonly string[]) => void
  /** Told the rows of each batch. */
  onRows?: (rows: number) => void
}

/**
 * Reads a table's columns as text into scans, those of its family where there are some, made where a name is new.
 *
 * @throws GrandstandError `file_rejected` when the file cannot be read as a table
 */
export async function scanTable(
  path: string,
  { family = new Map(), onHeader, onRows }: ScanTableOptions = {},
): Promise<ScannedTable> {
  const source = await openSource(path)
  onHeader?.(source.columns)
  const columnCount = source.columns.length
  const scans = source.columns.map((name, i) => {
    const declared = source.declared?.[i]
    const scan =
      family.get(name) ?? new ColumnScan({ columnCount, declared, isKey: i === 0 || isKeyName(name) })
    family.set(name, scan)
    return scan
  })
  let rowCount = 0
  for await (const batch of source.batches()) {
    const lineOf = (row: number) => batch.lineOf(row)
    scans.forEach((scan, i) => {
      const column = batch.columns[i]
      if (column.form !== 'text') throw new TypeError(`column ${i} was asked for as text`)
      scan.observe(column, batch.rowCount, lineOf)
    })
    rowCount += batch.rowCount
    onRows?.(batch.rowCount)
  }
  return { source, scans, rowCount }
}

/** A release's table has no more columns than its profile can hold and its page show. */
function requireFewColumns(name: string, count: number): void {
  if (count <= MAX_COLUMNS) return
  const found = `Table '${name}' has ${count} columns`
  throw new GrandstandError(
    'file_rejected',
    `${found}; a table may have ${MAX_COLUMNS}. Keep wide vectors in files.`,
  )
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
    const { source, rowCount } = await scanTable(table.path, {
      family: scans,
      onHeader: (columns) => requireFewColumns(table.name, columns.length),
      onRows: (rows) => {
        total += rows
        onProgress?.(total)
      },
    }).catch((error: unknown) => {
      throw inTable(table.name, error)
    })
    read.push({ name: table.name, columns: source.columns, rows: rowCount })
  }
  const decided = read.map(({ name, columns, rows }): TableSchema => {
    const scans = families.get(tableFamily(kind, name)) ?? new Map<string, ColumnScan>()
    const context = columnContext(kind, isPairsTable(kind, name), [...scans.keys()])
    return {
      name,
      rows,
      columns: columns.map((column) => decideColumn(column, scans.get(column) ?? new ColumnScan(), context)),
    }
  })
  return { standard: STANDARD, kind, tables: decided }
}
