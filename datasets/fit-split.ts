import { GrandstandError } from '#core/errors.ts'
import type { SplitOptions } from './assign-parts.ts'
import { columnsOfRole, type TableSchema } from './schema.ts'
import { SPLIT_COLUMN } from './table-names.ts'

/** Types of a column that rows can be ordered by in time; whole numbers for years. */
const TIME_TYPES: readonly string[] = ['date', 'timestamp', 'int64']

/** Whether a split may go by this column: a date, an instant, or a whole number such as a year. */
export function tellsTime({ type, role }: TableSchema['columns'][number]): boolean {
  return TIME_TYPES.includes(type) && role !== 'label' && role !== 'id'
}

/**
 * Whether the wanted method can split this table.
 *
 * @param whole the table is to be split into train and test; otherwise only into public and private
 * @throws GrandstandError `invalid_input` naming the option that does not fit and what would
 */
export function requireSplitFits(
  table: TableSchema,
  { whole, pairs, options }: { whole: boolean; pairs: boolean; options: SplitOptions },
): void {
  const { method, timeColumn } = options
  const refuse = (column: string, message: string): never => {
    throw new GrandstandError('invalid_input', `The split does not fit table '${table.name}'. ${message}`, {
      problems: [{ column, code: 'split_invalid', message }],
    })
  }
  if (method !== 'time' && timeColumn !== undefined)
    refuse('split.timeColumn', 'A time column is for the method time; leave it out or choose that method.')
  if (method === 'automatic') return
  if (table.columns.some((c) => c.name === SPLIT_COLUMN))
    refuse('split.method', `Its column '${SPLIT_COLUMN}' decides; choose the method automatic.`)
  if (!whole)
    refuse('split.method', 'Train and test were given, so there is nothing to choose; use automatic.')
  const group = pairs ? 'chain of linked records' : columnsOfRole(table, 'group')[0]?.name
  if (method === 'grouped' && !group)
    refuse('split.method', 'No column has the role group; give one that role, or choose another method.')
  if (method === 'stratified' && group)
    refuse(
      'split.method',
      `Rows that share a ${pairs ? group : `'${group}'`} must stay together; use automatic.`,
    )
  if (method !== 'time') return
  if (pairs) refuse('split.method', 'Pairs are split by the records they link, not by time.')
  const times = table.columns.filter(tellsTime).map((c) => `'${c.name}'`)
  const column = table.columns.find((c) => c.name === timeColumn)
  if (!column || !tellsTime(column))
    refuse(
      'split.timeColumn',
      `Name a column with dates, instants or whole numbers; the table has ${times.join(', ') || 'none'}.`,
    )
}
