/** Looks at one file as it would become a table of a dataset: what `grandstand dataset check` reports. */
import { GrandstandError, type Problem } from '#core/errors.ts'
import type { Delimiter } from '#scoring/readers/csv/delimiter.ts'
import { quoted, rejectFile } from '#scoring/readers/reject.ts'
import { columnContext, decideColumn } from './decide-column.ts'
import { type ScannedTable, type ScanTableOptions, scanTable } from './infer-schema.ts'
import { missingHeader } from './missing-header.ts'
import { type ColumnSchema, LONGEST_COLUMN_NAME, MAX_COLUMNS } from './schema.ts'
import type { ColumnScan } from './stats/column-scan.ts'
import { PAIR_COLUMNS } from './table-names.ts'

/** Categories of a column that a report lists. */
const SHOWN_CATEGORIES = 50
/** Columns of one report whose warnings are told. */
const MOST_WARNINGS = 100
/** What separates cells in files that are no CSV to us. */
const OTHER_SEPARATORS = [/[\p{Cc}^~]/u, /:/, / +/]

/** A column as a report shows it: what is proposed, why, and what was counted. */
export interface CheckedColumn extends ColumnSchema {
  nulls: number
  /** Different values; an estimate within a few per cent unless `distinctExact`. */
  distinct: number
  distinctExact: boolean
  /** The first cell that was not null, at most 100 characters; absent where none was. */
  example?: string
}

/** A file that is a table. */
export interface CheckedSource {
  format: 'csv' | 'parquet' | 'arrow' | 'jsonl'
  compression?: 'gzip' | 'zstd' | 'zip'
  encoding?: 'utf-8' | 'utf-16'
  delimiter?: Delimiter
  rowCount: number
  columns: CheckedColumn[]
  /** What is no error of the file and still worth knowing before it is registered. */
  warnings: Problem[]
}

/**
 * Reads a file to its end and proposes type, modality and role of each column, each with the reason.
 *
 * @throws GrandstandError `file_rejected` with the problems when it is not a table that can be read
 */
export async function checkSource(
  path: string,
  options?: Pick<ScanTableOptions, 'halves' | 'onRows'>,
): Promise<CheckedSource> {
  const table = await scanTable(path, options)
  const { source, scans, rowCount } = table
  if (source.format === 'csv') {
    const problem = missingHeader(source.columns, scans)
    if (problem) throw rejectFile(problem)
  }
  const isPairs = PAIR_COLUMNS.every((name) => source.columns.includes(name))
  const context = columnContext(isPairs ? 'matching' : 'classification', isPairs, source.columns)
  const columns = source.columns.map((name, i) => {
    const column = decideColumn(name, scans[i], context)
    return reported(column, scans[i])
  })
  const { format, traits } = source
  return { format, ...traits, rowCount, columns, warnings: warningsOf(table) }
}

function reported({ categories, ...column }: ColumnSchema, scan: ColumnScan): CheckedColumn {
  const shown = categories && categories.length <= SHOWN_CATEGORIES ? { categories } : {}
  const { nulls, distinct, values, example } = scan
  return { ...column, ...shown, nulls, distinct, distinctExact: values.exact, example }
}

function warningsOf({ source, scans, rowCount }: ScannedTable): Problem[] {
  const warnings: Problem[] = []
  if (rowCount === 0) {
    const message = 'The file has a header and no rows.'
    warnings.push({ code: 'no_rows', message })
  }
  if (source.columns.length > MAX_COLUMNS) {
    const message = `The file has ${source.columns.length} columns; a release's table may have ${MAX_COLUMNS}. Keep wide vectors in files.`
    warnings.push({ code: 'many_columns', message })
  }
  warnings.push(...oneColumn(source, scans))
  source.columns.forEach((column, i) => {
    if (warnings.length >= MOST_WARNINGS) return
    if (column.length > LONGEST_COLUMN_NAME) {
      const message = `The name has ${column.length} characters; a release's columns may have ${LONGEST_COLUMN_NAME}.`
      warnings.push({ column, code: 'long_name', message })
    }
    if (column.trim() !== column) {
      const message = 'The name begins or ends with a space, which belongs to it. Remove it if it should not.'
      warnings.push({ column, code: 'padded_name', message })
    }
    warnings.push(...cellWarnings(column, scans[i]))
  })
  return warnings
}

/** A CSV of one column whose name and cells all fall into several parts may be meant as several columns. */
function oneColumn({ format, columns }: ScannedTable['source'], [scan]: readonly ColumnScan[]): Problem[] {
  const [column] = columns
  if (format !== 'csv' || columns.length !== 1 || scan.example === undefined) return []
  const { example } = scan
  const parts = (text: string, separator: RegExp) => text.trim().split(separator).length
  const separator = OTHER_SEPARATORS.find((one) => {
    return parts(column, one) > 1 && parts(column, one) === parts(example, one)
  })
  if (!separator) return []
  const message =
    'The file is read as one column. If it has several, separate them with commas, semicolons, tabs or vertical bars.'
  return [{ column, code: 'one_column', message }]
}

function cellWarnings(column: string, scan: ColumnScan): Problem[] {
  const warnings: Problem[] = []
  const { damaged, damagedCount, decimalCommas, present } = scan
  if (damaged) {
    const cells = damagedCount === 1 ? '1 cell looks' : `${damagedCount} cells look`
    const message = `${cells} decoded wrongly, such as ${quoted(damaged.text)}: write the file again in UTF-8, reading its source in the encoding that it has.`
    warnings.push({ line: damaged.line, column, code: 'damaged_text', message })
  }
  if (present > 0 && decimalCommas === present) {
    const message = 'The numbers have decimal commas and are kept as texts. Export them with decimal points.'
    warnings.push({ column, code: 'decimal_comma', message })
  }
  return warnings
}

/** How a report on a file ends: it can be used, or not. */
export type CheckOutcome =
  | ({ outcome: 'accepted' } & CheckedSource)
  | { outcome: 'rejected'; problems: readonly Problem[] }

/** Makes a rejection of the error that says it; passes any other error on. */
export function rejectionOf(error: unknown): CheckOutcome {
  if (!(error instanceof GrandstandError) || error.code !== 'file_rejected') throw error
  const { problems, message } = error
  return { outcome: 'rejected', problems: problems.length > 0 ? problems : [{ code: 'rejected', message }] }
}
