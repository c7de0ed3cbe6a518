import { GrandstandError, type Problem } from '#core/errors.ts'
import type { TableBatch, TableReader, TextBatch } from '#core/table.ts'
import { parseBoolean, parseDate, parseFloat64, parseInt64, parseTimestamp } from './cell-text.ts'
import type { ColumnSchema, TableSchema } from './schema.ts'
import { allocateColumn, type TypedBatch, type TypedColumn } from './typed-batch.ts'

const MAX_PROBLEMS = 20

const WANTED: Record<ColumnSchema['type'], string> = {
  string: 'a string',
  int64: 'a whole number between -2^63 and 2^63 - 1',
  float64: 'a number such as 1.5, 2e-3, NaN or inf',
  boolean: 'true or false',
  date: 'a date such as 2026-01-31',
  timestamp: 'an instant such as 2026-01-31T12:00:00Z, to the microsecond',
}

/** Parses one cell into the column; false when the text is not of the type. */
function setCell(target: TypedColumn, row: number, text: string): boolean {
  switch (target.type) {
    case 'int64':
    case 'timestamp': {
      const value = target.type === 'int64' ? parseInt64(text) : parseTimestamp(text)
      if (value !== undefined) target.values[row] = value
      return value !== undefined
    }
    case 'float64': {
      const value = parseFloat64(text)
      if (value !== undefined) target.values[row] = value
      return value !== undefined
    }
    case 'date': {
      const value = parseDate(text)
      if (value !== undefined) target.values[row] = value
      return value !== undefined
    }
    case 'boolean': {
      const value = parseBoolean(text)
      if (value !== undefined) target.values[row] = value ? 1 : 0
      return value !== undefined
    }
    case 'string':
      return true
  }
}

class ColumnParser {
  readonly #schema: ColumnSchema
  readonly #categories: ReadonlySet<string> | undefined
  #column: TypedColumn
  #capacity = 0

  constructor(schema: ColumnSchema) {
    this.#schema = schema
    this.#categories = schema.categories && new Set(schema.categories)
    this.#column = allocateColumn(schema.type, 0)
  }

  parse(source: TextBatch, batch: TableBatch, problems: Problem[]): TypedColumn {
    if (batch.rowCount > this.#capacity) {
      this.#capacity = batch.rowCount
      this.#column = allocateColumn(this.#schema.type, this.#capacity)
    }
    const target = this.#column
    target.nulls.fill(0)
    if (source.nulls) target.nulls.set(source.nulls.subarray(0, batch.rowCount))
    if (target.type === 'string') {
      target.bytes = source.bytes
      target.starts = source.starts
      target.ends = source.ends
    }
    this.#check(source, batch, target, problems)
    return target
  }

  #check(source: TextBatch, batch: TableBatch, target: TypedColumn, problems: Problem[]): void {
    const { name, nullable, type } = this.#schema
    const view = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength)
    const found = (row: number, code: string, message: string) =>
      problems.push({ line: batch.lineOf(row), column: name, code, message })
    for (let row = 0; row < batch.rowCount && problems.length < MAX_PROBLEMS; row++) {
      if (target.nulls[row]) {
        if (!nullable) found(row, 'null_not_allowed', `The cell is empty, but '${name}' has no empty cells.`)
        continue
      }
      if (type === 'string' && !this.#categories) continue
      const text = view.toString('utf8', source.starts[row], source.ends[row])
      const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
      if (!setCell(target, row, text)) found(row, 'wrong_type', `Found '${short}', expected ${WANTED[type]}.`)
      else if (this.#categories && !this.#categories.has(text))
        found(
          row,
          'unknown_category',
          `'${short}' is not among the ${this.#categories.size} categories of '${name}'.`,
        )
    }
  }
}

function positions(reader: TableReader, table: TableSchema): number[] {
  const names = table.columns.map((c) => c.name)
  const missing = names.filter((name) => !reader.columns.includes(name))
  const extra = reader.columns.filter((name) => !names.includes(name))
  const problems = [
    ...missing.map((column) => ({
      column,
      code: 'missing_column',
      message: `The file has no column '${column}'.`,
    })),
    ...extra.map((column) => ({
      column,
      code: 'extra_column',
      message: `The schema has no column '${column}'.`,
    })),
  ]
  if (problems.length > 0) {
    throw new GrandstandError(
      'file_rejected',
      `The columns of table '${table.name}' are not those of its schema.`,
      {
        problems: problems.slice(0, MAX_PROBLEMS),
      },
    )
  }
  return names.map((name) => reader.columns.indexOf(name))
}

/**
 * The rows of an opened table (all columns as text) as exact types, in the schema's column order. Buffers are
 * reused from batch to batch.
 *
 * @throws GrandstandError `file_rejected` with up to 20 problems (`wrong_type`, `null_not_allowed`,
 * `unknown_category`, `missing_column`, `extra_column`), each with its line and column.
 */
export async function* readTyped(reader: TableReader, table: TableSchema): AsyncGenerator<TypedBatch> {
  const at = positions(reader, table)
  const parsers = table.columns.map((column) => new ColumnParser(column))
  const problems: Problem[] = []
  for await (const batch of reader.batches()) {
    const columns = parsers.map((parser, i) => {
      const source = batch.columns[at[i]]
      if (source.form !== 'text') throw new TypeError(`column ${at[i]} was asked for as text`)
      return parser.parse(source, batch, problems)
    })
    if (problems.length >= MAX_PROBLEMS) break
    if (problems.length === 0) yield { rowCount: batch.rowCount, columns }
  }
  if (problems.length > 0) {
    throw new GrandstandError('file_rejected', `Table '${table.name}' does not fit its schema.`, { problems })
  }
}
