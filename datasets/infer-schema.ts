import { GrandstandError } from '#core/errors.ts'
import { openSource, type SourceReader } from '#scoring/readers/open-source.ts'
import { columnContext, decideColumn } from './decide-column.ts'
import { inTable } from './in-table.ts'
import { scanBatches, scansOf } from './scan-batches.ts'
import { type HalvesOptions, scanHalves } from './scan-parts.ts'
import {
  type DatasetKind,
  type DatasetSchema,
  LONGEST_COLUMN_NAME,
  MAX_COLUMNS,
  STANDARD,
  type TableSchema,
} from './schema.ts'
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
  /** Whether the tables are to be released, which wider ones cannot be; default true. */
  isReleased?: boolean
  /** How large files are scanned by two at once; default not. */
  halves?: ScanTableOptions['halves']
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
  /** How large files are scanned by two at once; default not. */
  halves?: Omit<HalvesOptions, 'onRows'>
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
  { family, halves, onHeader, onRows }: ScanTableOptions = {},
): Promise<ScannedTable> {
  const source = await openSource(path)
  onHeader?.(source.columns)
  const scans = scansOf(source.columns, { declared: source.declared, family })
  const both =
    source.plain && halves && (await scanHalves(source.plain, source.columns, { ...halves, onRows }))
  if (!both) return { source, ...(await scanBatches(source, { scans, onRows })) }
  const [first, second] = both.halves
  scans.forEach((scan, i) => {
    scan.append(first.columns[i], () => 0)
    scan.append(second.columns[i], both.linesBefore)
  })
  return { source, scans, rowCount: first.rowCount + second.rowCount }
}

/** A release's table has no more columns than its profile can hold and its page show, and their names are short. */
function requireReleasable(table: string, columns: readonly string[]): void {
  const reject = (message: string): never => {
    throw new GrandstandError('file_rejected', message)
  }
  if (columns.length > MAX_COLUMNS)
    reject(
      `Table '${table}' has ${columns.length} columns; a release's table may have ${MAX_COLUMNS}. Keep wide vectors in files.`,
    )
  const long = columns.findIndex((name) => name.length > LONGEST_COLUMN_NAME)
  if (long >= 0)
    reject(
      `Table '${table}': the name of column ${long + 1} has ${columns[long].length} characters; a release's columns may have ${LONGEST_COLUMN_NAME}. Give it a shorter one.`,
    )
}

/**
 * Proposes a schema for an organiser to confirm: type, modality and role of each column, each with the reason that
 * led to it. One pass over every table, memory bounded by the number of columns. Tables of one family (train and
 * test; left and right; the pairs) share their columns' evidence, so that they come out with one type.
 *
 * @throws GrandstandError `file_rejected` when a file cannot be read as a table, naming the line or row.
 */
export async function inferSchema({
  kind,
  tables,
  isReleased = true,
  halves,
  onProgress,
}: InferSchemaInput): Promise<DatasetSchema> {
  if (tables.length === 0) throw new GrandstandError('invalid_input', 'Give at least one table.')
  const families = new Map<string, Map<string, ColumnScan>>()
  const read: { name: string; columns: readonly string[]; rows: number }[] = []
  let total = 0
  for (const table of tables) {
    const family = tableFamily(kind, table.name)
    const scans = families.get(family) ?? new Map<string, ColumnScan>()
    families.set(family, scans)
    const { source, rowCount } = await scanTable(table.path, {
      ...{ family: scans, halves },
      onHeader: (columns) => isReleased && requireReleasable(table.name, columns),
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
