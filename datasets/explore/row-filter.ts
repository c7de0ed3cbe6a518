/** Which rows a reader of a table wants to see. */
import { GrandstandError } from '#core/errors.ts'
import type { ColumnSchema, TableSchema } from '../schema.ts'
import type { Cell } from './released-table.ts'

/** What can be asked of one column. Text is compared without regard to case; `is` is exact. */
export const FILTER_TESTS = ['contains', 'is', 'at-least', 'at-most', 'empty', 'filled'] as const
export type FilterTest = (typeof FILTER_TESTS)[number]

/** A condition on one column; `value` counts for all tests but `empty` and `filled`. */
export interface ColumnFilter {
  column: string
  test: FilterTest
  value: string
}

/** What is asked of a table: a text that some string column holds, a condition on a column, or both. */
export interface RowQuestion {
  search?: string
  filter?: ColumnFilter
}

/** A question made ready: the columns it needs, and whether a row answers it. */
export interface RowTest {
  columns: readonly string[]
  /** `cells` in the order of `columns`. */
  passes(cells: readonly Cell[]): boolean
}

/**
 * Makes a question ready for a table; undefined when every row answers it.
 *
 * @throws GrandstandError `invalid_input` for a column that is not there, or a bound that is not of the column's type.
 */
export function rowTest(table: TableSchema, { search, filter }: RowQuestion): RowTest | undefined {
  const searched = search ? table.columns.filter(({ type }) => type === 'string').map(({ name }) => name) : []
  const wanted = search?.toLowerCase() ?? ''
  const condition = filter && cellTest(requireColumn(table, filter.column), filter)
  if (!search && !condition) return undefined
  const columns = [...new Set([...searched, ...(filter ? [filter.column] : [])])]
  const filtered = filter ? columns.indexOf(filter.column) : -1
  return {
    columns,
    passes(cells) {
      if (condition && !condition(cells[filtered])) return false
      if (!search) return true
      for (let i = 0; i < searched.length; i++) if (cells[i]?.toLowerCase().includes(wanted)) return true
      return false
    },
  }
}

function requireColumn(table: TableSchema, name: string): ColumnSchema {
  const column = table.columns.find((one) => one.name === name)
  if (column) return column
  const known = table.columns.map((one) => one.name).join(', ')
  throw new GrandstandError(
    'invalid_input',
    `The table ${table.name} has no column '${name}'; it has ${known}.`,
  )
}

function cellTest(column: ColumnSchema, { test, value }: ColumnFilter): (cell: Cell) => boolean {
  switch (test) {
    case 'empty':
      return (cell) => cell === null
    case 'filled':
      return (cell) => cell !== null
    case 'is':
      return (cell) => cell === value
    case 'contains': {
      const wanted = value.toLowerCase()
      return (cell) => cell?.toLowerCase().includes(wanted) ?? false
    }
    case 'at-least':
    case 'at-most': {
      const key = orderKey(column)
      const bound = key(value)
      if (Number.isNaN(bound)) {
        throw new GrandstandError(
          'invalid_input',
          `'${value}' is no bound for ${column.name} (${column.type}).`,
        )
      }
      return (cell) => cell !== null && (test === 'at-least' ? key(cell) >= bound : key(cell) <= bound)
    }
  }
}

/** What cells of a type are ordered by: numbers and instants as numbers, all else by its text. */
function orderKey({ type }: ColumnSchema): (text: string) => number | string {
  if (type === 'int64' || type === 'float64')
    return (text) => (text.trim() === '' ? Number.NaN : Number(text))
  if (type === 'date' || type === 'timestamp') return (text) => Date.parse(text)
  return (text) => text
}
