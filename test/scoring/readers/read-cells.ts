/** Tables as plain values, for comparing. */

import { GrandstandError, type Problem } from '#core/errors.ts'
import type { ColumnForm, TableBatch, TableReader } from '#core/table.ts'
import { type OpenTableOptions, openTable, type TableInput } from '#scoring/readers/open-table.ts'

export type Value = string | number | null

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Every cell, row by row. */
export async function readRows(table: TableReader): Promise<Value[][]> {
  const rows: Value[][] = []
  for await (const batch of table.batches()) {
    if (batch.firstRow !== rows.length)
      throw new Error(`batch starts at ${batch.firstRow}, expected ${rows.length}`)
    for (let row = 0; row < batch.rowCount; row++)
      rows.push(batch.columns.map((_, c) => valueAt(batch, c, row)))
  }
  return rows
}

export function valueAt(batch: TableBatch, column: number, row: number): Value {
  const cells = batch.columns[column]
  if (cells.nulls?.[row]) return null
  if (cells.form === 'number') return cells.values[row]
  return decoder.decode(cells.bytes.subarray(cells.starts[row], cells.ends[row]))
}

/** A file in memory with every column as `form`. */
export function allAs(form: ColumnForm): OpenTableOptions {
  return { columns: (header) => header.map(() => form) }
}

export interface ReadTable {
  columns: readonly string[]
  rows: Value[][]
}

export async function readTable(input: TableInput, options?: OpenTableOptions): Promise<ReadTable> {
  const table = await openTable(input, options)
  return { columns: table.columns, rows: await readRows(table) }
}

/** The problems a file is refused for; throws if it is not refused, or not in the ordinary way. */
export async function problemsOf(input: TableInput, options?: OpenTableOptions): Promise<readonly Problem[]> {
  try {
    await readTable(input, options)
  } catch (error) {
    if (error instanceof GrandstandError && error.code === 'file_rejected' && error.problems.length > 0) {
      return error.problems
    }
    throw error
  }
  throw new Error('the file was accepted')
}

/** A stream that delivers `size` bytes at a time. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
