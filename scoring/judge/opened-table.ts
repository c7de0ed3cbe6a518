/** How judging gets at files without knowing where they are: it is handed functions that open them. */
import { GrandstandError } from '#core/errors.ts'
import type { ColumnForm, NumberBatch, TableBatch, TableReader, TextBatch } from '#core/table.ts'
import type { Findings } from '../align/problem-list.ts'

/** More rows than can be of use, and what to say of a file that has them. */
export interface RowLimit {
  rows: number
  /** A sentence or two on what to do. */
  rowAdvice: string
}

/** Opens a table; `columns` decides from the header how each column is wanted. Without a limit the reader's own holds. */
export type OpenTable = (
  columns: (header: readonly string[]) => ColumnForm[],
  limit?: RowLimit,
) => Promise<TableReader>

/** Column forms by name; columns that are not named are read as text. */
export function numbersIn(names: readonly string[]): (header: readonly string[]) => ColumnForm[] {
  return (header) => header.map((name) => (names.includes(name) ? 'number' : 'text'))
}

/** The text cells of a column. */
export function textColumn(batch: TableBatch, position: number): TextBatch {
  const column = batch.columns[position]
  if (column.form !== 'text') throw new TypeError(`column ${position} was opened as numbers, not as text`)
  return column
}

/** The number cells of a column. */
export function numberColumn(batch: TableBatch, position: number): NumberBatch {
  const column = batch.columns[position]
  if (column.form !== 'number') throw new TypeError(`column ${position} was opened as text, not as numbers`)
  return column
}

/**
 * A fault of the truth: the organiser's to mend, so never a verdict on a submission.
 * @returns an error to throw
 */
export function truthFault(detail: string, findings?: Findings): GrandstandError {
  const first = findings?.problems[0]
  const where = first ? ` ${first.line === undefined ? '' : `Line ${first.line}: `}${first.message}` : ''
  return new GrandstandError('internal', `The truth cannot be used. ${detail}${where}`, {
    problems: findings?.problems,
  })
}

/** Runs `read` over the truth; a file that a reader refuses becomes a fault of the truth. */
export async function readingTruth<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof GrandstandError && error.code === 'file_rejected') {
      throw new GrandstandError('internal', `The truth cannot be used. ${error.message}`, {
        problems: error.problems,
        cause: error,
      })
    }
    throw error
  }
}
