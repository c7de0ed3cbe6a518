import type { ColumnChange } from './diff-types.ts'
import type { ColumnSchema, TableSchema } from './schema.ts'

const SHOWN_VALUES = 5

function list(values: readonly string[], sign: string): string {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => `${sign}${value.slice(0, 40)}`)
  const more = values.length - shown.length
  return [...shown, ...(more > 0 ? [`${sign}${more} more`] : [])].join(', ')
}

function categoryChange(before: ColumnSchema, after: ColumnSchema): ColumnChange[] {
  const [old, now] = [before.categories ?? [], after.categories ?? []]
  if (JSON.stringify(old) === JSON.stringify(now)) return []
  const [lost, gained] = [new Set(now), new Set(old)].map((known, i) =>
    (i === 0 ? old : now).filter((value) => !known.has(value)),
  )
  const differences = [list(gained, '+'), list(lost, '-')].filter(Boolean).join(', ')
  const count = (n: number, column: ColumnSchema) => (column.categories ? `${n} categories` : 'any value')
  const later = `${count(now.length, after)}${differences ? `: ${differences}` : ', in another order'}`
  return [{ column: after.name, change: 'categories', before: count(old.length, before), after: later }]
}

/** How the columns of a table changed: added, removed, or with another type, modality, role, emptiness or categories. */
export function diffColumns(before: TableSchema, after: TableSchema): ColumnChange[] {
  const found: ColumnChange[] = []
  for (const column of before.columns) {
    const other = after.columns.find((c) => c.name === column.name)
    if (!other) {
      found.push({ column: column.name, change: 'removed', before: column.type })
      continue
    }
    for (const change of ['type', 'modality', 'role'] as const) {
      if (column[change] === other[change]) continue
      found.push({ column: column.name, change, before: column[change], after: other[change] })
    }
    if (column.nullable !== other.nullable) {
      const say = (nullable: boolean) => (nullable ? 'may be empty' : 'never empty')
      const [was, is] = [say(column.nullable), say(other.nullable)]
      found.push({ column: column.name, change: 'nullable', before: was, after: is })
    }
    found.push(...categoryChange(column, other))
  }
  for (const column of after.columns) {
    if (before.columns.some((c) => c.name === column.name)) continue
    found.push({ column: column.name, change: 'added', after: column.type })
  }
  return found
}
