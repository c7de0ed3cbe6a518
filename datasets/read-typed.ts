import { GrandstandError, type Problem } from '#core/errors.ts'
import type { TableBatch, TableReader, TextBatch } from '#core/table.ts'
import { cellMachine } from './machine/cell-machine.ts'
import { parseCells } from './parse-cells.ts'
import type { ColumnSchema, TableSchema } from './schema.ts'
import { ByteIndex } from './stats/byte-index.ts'
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

function indexOf(texts: readonly string[]): ByteIndex {
  const index = new ByteIndex()
  for (const text of texts) {
    const bytes = Buffer.from(text)
    index.add(bytes, 0, bytes.length)
  }
  return index
}

class ColumnParser {
  readonly #schema: ColumnSchema
  readonly #categories: ByteIndex | undefined
  #column: TypedColumn
  #capacity = 0

  constructor(schema: ColumnSchema) {
    this.#schema = schema
    this.#categories = schema.categories && indexOf(schema.categories)
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
    const found = (row: number, code: string, message: string) => {
      if (problems.length < MAX_PROBLEMS)
        problems.push({ line: batch.lineOf(row), column: name, code, message })
    }
    if (!nullable && source.nulls) {
      for (let row = 0; row < batch.rowCount; row++) {
        if (target.nulls[row])
          found(row, 'null_not_allowed', `The cell is empty, but '${name}' has no empty cells.`)
      }
    }
    const onMisfit = (row: number, text: string) =>
      found(row, 'wrong_type', `Found '${shortened(text)}', expected ${WANTED[type]}.`)
    parseCells(target, source, batch.rowCount, onMisfit, cellMachine())
    const categories = this.#categories
    if (!categories) return
    const { bytes, starts, ends } = source
    for (let row = 0; row < batch.rowCount; row++) {
      if (target.nulls[row] || categories.find(bytes, starts[row], ends[row]) >= 0) continue
      const text = shortened(Buffer.from(bytes.subarray(starts[row], ends[row])).toString())
      found(row, 'unknown_category', `'${text}' is not among the ${categories.size} categories of '${name}'.`)
    }
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function positions(reader: TableReader, table: TableSchema): number[] {
  const names = table.columns.map((c) => c.name)
  const places = new Map(reader.columns.map((name, i) => [name, i]))
  const wanted = new Set(names)
  const missing = names.filter((name) => !places.has(name))
  const extra = reader.columns.filter((name) => !wanted.has(name))
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
  return names.map((name) => places.get(name) ?? -1)
}

function requireColumn(table: TableSchema, name: string): ColumnSchema {
  const column = table.columns.find((c) => c.name === name)
  if (!column) throw new TypeError(`table '${table.name}' has no column '${name}' to be read`)
  return column
}

/**
 * The rows of an opened table (all columns as text) as exact types, in the schema's column order. Buffers are
 * reused from batch to batch.
 *
 * @param only the columns that are wanted, in this order, by their names in the schema. All are checked, so that whoever
 *   sent the file is told everything at once.
 * @throws GrandstandError `file_rejected` with up to 20 problems (`wrong_type`, `null_not_allowed`,
 * `unknown_category`, `missing_column`, `extra_column`), each with its line and column.
 */
export async function* readTyped(
  reader: TableReader,
  table: TableSchema,
  only?: readonly string[],
): AsyncGenerator<TypedBatch> {
  const wanted = only?.map((name) => table.columns.indexOf(requireColumn(table, name)))
  const at = positions(reader, table)
  const parsers = table.columns.map((column) => new ColumnParser(column))
  const problems: Problem[] = []
  let lines = new Uint32Array(0)
  for await (const batch of reader.batches()) {
    cellMachine().startBatch()
    const columns = parsers.map((parser, i) => {
      const source = batch.columns[at[i]]
      if (source.form !== 'text') throw new TypeError(`column ${at[i]} was asked for as text`)
      return parser.parse(source, batch, problems)
    })
    if (problems.length >= MAX_PROBLEMS) break
    if (problems.length > 0) continue
    if (lines.length < batch.rowCount) lines = new Uint32Array(batch.rowCount)
    for (let row = 0; row < batch.rowCount; row++) lines[row] = batch.lineOf(row)
    yield { rowCount: batch.rowCount, columns: wanted?.map((i) => columns[i]) ?? columns, lines }
  }
  if (problems.length > 0) {
    throw new GrandstandError('file_rejected', `Table '${table.name}' does not fit its schema.`, { problems })
  }
}
