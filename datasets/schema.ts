/** What a dataset's tables hold: the shape of `schema.json`, in the database, in a release folder and in Parquet metadata. */
import { z } from 'zod'
import { GrandstandError, type Problem } from '#core/errors.ts'
import { LONGEST_NAME } from '#scoring/readers/columns.ts'
import { SOURCE_LIMITS } from '#scoring/readers/limits.ts'

/** How a cell is stored. Dates are days, timestamps UTC microseconds. */
export const COLUMN_TYPES = ['string', 'int64', 'float64', 'boolean', 'date', 'timestamp'] as const
/** What a cell means to a model. */
export const MODALITIES = ['id', 'numeric', 'categorical', 'text', 'image', 'boolean', 'datetime'] as const
/** What a column is for. `group` names rows that must not straddle a split; `ignore` is released, not a feature. */
export const ROLES = ['id', 'feature', 'label', 'group', 'ignore'] as const
/** The two families of challenge data. */
export const DATASET_KINDS = ['classification', 'matching'] as const
/** Written into every schema.json, so that a reader can tell which standard it follows. */
export const STANDARD = 'grandstand-data/1'

/** Columns of a table at most: what a profile of all of them can hold in memory and a page can show. */
export const MAX_COLUMNS = 2000
/** Characters of a column's name at most. */
export const LONGEST_COLUMN_NAME = 200

/** One of {@link COLUMN_TYPES}. */
export type ColumnType = (typeof COLUMN_TYPES)[number]
/** One of {@link MODALITIES}. */
export type Modality = (typeof MODALITIES)[number]
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number]
/** One of {@link DATASET_KINDS}. */
export type DatasetKind = (typeof DATASET_KINDS)[number]

const uniqueStrings = (what: string) =>
  z.array(z.string()).refine((list) => new Set(list).size === list.length, { error: `${what} must differ` })

/** What a table may have. */
interface TableLimits {
  columns: number
  /** Characters of a column's name. */
  name: number
}

const RELEASED: TableLimits = { columns: MAX_COLUMNS, name: LONGEST_COLUMN_NAME }
const READ: TableLimits = { columns: SOURCE_LIMITS.columns, name: LONGEST_NAME }

const nameOf = (limits: TableLimits) => z.string().min(1, 'a column needs a name').max(limits.name)

/** One column. `categories`: the closed list of values, in order. `reason`: why inference chose this. */
export const columnSchema = z.strictObject({
  name: nameOf(RELEASED),
  type: z.enum(COLUMN_TYPES),
  modality: z.enum(MODALITIES),
  role: z.enum(ROLES),
  nullable: z.boolean(),
  categories: uniqueStrings('the categories of a column').max(10_000).optional(),
  unit: z.string().max(100).optional(),
  description: z.string().max(5000).optional(),
  reason: z.string().max(1000).optional(),
})

const tableOf = (limits: TableLimits) =>
  z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'a table name is lower case letters, digits and _'),
    rows: z.int().min(0).optional(),
    columns: z
      .array(columnSchema.extend({ name: nameOf(limits) }))
      .min(1, 'a table needs a column')
      .max(limits.columns, `a table has at most ${limits.columns} columns`)
      .refine((list) => new Set(list.map((c) => c.name)).size === list.length, {
        error: 'column names must differ',
      }),
  })

const datasetOf = (limits: TableLimits) =>
  z.strictObject({
    standard: z.literal(STANDARD),
    kind: z.enum(DATASET_KINDS),
    tables: z
      .array(tableOf(limits))
      .min(1)
      .max(20)
      .refine((list) => new Set(list.map((t) => t.name)).size === list.length, {
        error: 'table names must differ',
      }),
  })

/** One table: its columns in file order and, once it has been read, its number of rows. */
export const tableSchema = tableOf(RELEASED)

/** The whole of `schema.json`. */
export const datasetSchema = datasetOf(RELEASED)

/** The same of tables that are read and never released: whatever the readers read. */
export const readSchema = datasetOf(READ)

/** A column as {@link columnSchema} parses it. */
export type ColumnSchema = z.infer<typeof columnSchema>
/** A table as {@link tableSchema} parses it. */
export type TableSchema = z.infer<typeof tableSchema>
/** A dataset as {@link datasetSchema} parses it. */
export type DatasetSchema = z.infer<typeof datasetSchema>

/** `tables.0.columns.2.type` with names instead of numbers where they are known. */
function describePath(input: unknown, path: readonly PropertyKey[]): { where: string; column?: string } {
  let value = input
  let column: string | undefined
  const words: string[] = []
  for (const step of path) {
    const inside = value as Record<PropertyKey, unknown> | undefined
    const list = words.at(-1)
    value = inside?.[step]
    const name = (value as { name?: unknown } | undefined)?.name
    if (typeof step === 'number' && typeof name === 'string') {
      words.push(`'${name}'`)
      if (list === 'columns') column = name
    } else words.push(String(step))
  }
  return { where: words.join(' ') || 'the top level', column }
}

/**
 * Checks a parsed `schema.json`, as sent by an organiser or read from a file.
 *
 * @throws GrandstandError `invalid_input` with one problem per finding, each naming the table, column and field.
 */
export function parseSchema(input: unknown): DatasetSchema {
  const result = datasetSchema.safeParse(input)
  if (result.success) return result.data
  const problems: Problem[] = result.error.issues.slice(0, 20).map((issue) => {
    const { where, column } = describePath(input, issue.path)
    return { column, code: 'schema_invalid', message: `${where}: ${issue.message}` }
  })
  throw new GrandstandError('invalid_input', `The schema has ${result.error.issues.length} problem(s).`, {
    problems,
  })
}

/** {@link parseSchema} for the text of a file. Throws `invalid_input` when the text is not JSON. */
export function parseSchemaText(text: string): DatasetSchema {
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (cause) {
    throw new GrandstandError('invalid_input', `schema.json is not JSON: ${(cause as Error).message}`, {
      cause,
    })
  }
  return parseSchema(input)
}

/** The table of this name, or a `file_rejected` error that lists the ones there are. */
export function requireTable(schema: DatasetSchema, name: string): TableSchema {
  const table = schema.tables.find((t) => t.name === name)
  if (table) return table
  const known = schema.tables.map((t) => t.name).join(', ')
  throw new GrandstandError('file_rejected', `The schema has no table '${name}'; it has ${known}.`)
}

/** Columns of one role, in file order. */
export function columnsOfRole(table: TableSchema, role: Role): ColumnSchema[] {
  return table.columns.filter((c) => c.role === role)
}
