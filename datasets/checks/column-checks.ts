import type { TableProfile } from '../profile-types.ts'
import type { TableSchema } from '../schema.ts'
import type { Check } from './check.ts'

/** Columns that carry nothing: empty, or one value throughout. */
export function columnChecks({ table, rows, columns }: TableProfile): Check[] {
  if (rows === 0)
    return [{ code: 'empty_table', severity: 'error', table, message: 'The table has no rows.' }]
  return columns.flatMap(({ name: column, nulls, distinct, distinctExact, role }): Check[] => {
    if (role === 'ignore') return []
    if (nulls === rows) {
      const message = `Every cell of '${column}' is empty.`
      return [{ code: 'empty_column', severity: 'warning', table, column, message }]
    }
    if (rows > 1 && distinct === 1 && distinctExact && nulls === 0 && role === 'feature') {
      const message = `Every cell of '${column}' is the same.`
      return [{ code: 'constant_column', severity: 'warning', table, column, message }]
    }
    return []
  })
}

/** Whether a second table has the same feature columns as the first, of the same types. */
export function sameColumnsChecks(
  train: TableSchema,
  test: TableSchema,
  withheld: ReadonlySet<string>,
): Check[] {
  const found: Check[] = []
  const add = (column: string, message: string) =>
    found.push({ code: 'schema_mismatch', severity: 'error', table: test.name, column, message })
  for (const column of train.columns) {
    if (withheld.has(column.name)) continue
    const other = test.columns.find((c) => c.name === column.name)
    if (!other) add(column.name, `'${test.name}' lacks the column '${column.name}' of '${train.name}'.`)
    else if (other.type !== column.type)
      add(
        column.name,
        `'${column.name}' is ${column.type} in '${train.name}' and ${other.type} in '${test.name}'.`,
      )
    else if (other.modality !== column.modality || other.role !== column.role)
      add(
        column.name,
        `'${column.name}' has another modality or role in '${test.name}' than in '${train.name}'.`,
      )
  }
  for (const column of test.columns) {
    if (withheld.has(column.name) || train.columns.some((c) => c.name === column.name)) continue
    add(column.name, `'${train.name}' lacks the column '${column.name}' of '${test.name}'.`)
  }
  return found
}
