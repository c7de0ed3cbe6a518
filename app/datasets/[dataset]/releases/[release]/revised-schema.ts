import type { Release } from '../../load-dataset.ts'

type Schema = NonNullable<Release['schema']>

/** Name of the form field of one property of one column. */
export function fieldName(
  table: number,
  column: number,
  property: 'role' | 'modality' | 'description',
): string {
  return `column.${table}.${column}.${property}`
}

/** The proposed schema with what the reviewer chose in the form; what the form does not have stays. */
export function revisedSchema(schema: Schema, form: FormData): Schema {
  const chosen = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : undefined
  }
  return {
    ...schema,
    tables: schema.tables.map((table, t) => ({
      ...table,
      columns: table.columns.map((column, c) => ({
        ...column,
        role: (chosen(fieldName(t, c, 'role')) ?? column.role) as typeof column.role,
        modality: (chosen(fieldName(t, c, 'modality')) ?? column.modality) as typeof column.modality,
        description: chosen(fieldName(t, c, 'description')) || column.description,
      })),
    })),
  }
}
