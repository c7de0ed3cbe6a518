/** What the worker and the command line read of an organiser's files: always through the sandbox. */
import { z } from 'zod'
import type { InferSchemaInput, InputTable } from '#datasets/infer-schema.ts'
import { type DatasetSchema, datasetSchema, readSchema, type TableSchema } from '#datasets/schema.ts'
import type { TypedBatch } from '#datasets/typed-batch.ts'
import { SandboxError } from '../sandbox/sandbox-error.ts'
import { decodeBatch } from './batch-frame.ts'
import { BrokenStreamError, FRAME, type Frame } from './frames.ts'
import { parseFrame, runTablesProgram, type TablesOptions } from './run-tables-program.ts'

const rowsSchema = z.int().min(0)

/**
 * `inferSchema` in a sandbox.
 *
 * @throws GrandstandError `file_rejected` when a table cannot be read, naming the line or row
 * @throws SandboxError on a fault of the platform
 */
export async function inferInSandbox(
  { kind, tables, isReleased = true, onProgress }: InferSchemaInput,
  options: TablesOptions = {},
): Promise<DatasetSchema> {
  const inside = tables.map(({ name }) => ({ name, path: `/input/${name}` }))
  const frames = runTablesProgram({ action: 'infer', kind, tables: inside, isReleased }, tables, options)
  for await (const frame of frames) {
    if (frame.kind === FRAME.answer) return parseFrame(frame, isReleased ? datasetSchema : readSchema)
    if (frame.kind !== FRAME.progress) throw unexpected(frame)
    onProgress?.(parseFrame(frame, rowsSchema))
  }
  throw new SandboxError('There was no answer.')
}

/**
 * `readTyped` over a file, in a sandbox: the bytes of the file stay there, and what comes out are checked batches. Their
 * buffers are reused.
 *
 * @param only the columns that are wanted, in this order; default all of the schema
 * @throws GrandstandError `file_rejected` when the file cannot be read or does not fit, with lines and columns
 * @throws SandboxError on a fault of the platform
 */
export async function* readInSandbox(
  { path }: InputTable,
  table: TableSchema,
  only?: readonly string[],
  options: TablesOptions = {},
): AsyncGenerator<TypedBatch> {
  const wanted = only?.flatMap((name) => table.columns.filter((column) => column.name === name))
  const columns = wanted ?? table.columns
  const request = { action: 'read', path: '/input/table', table, only: only && [...only] } as const
  let rows = 0
  for await (const frame of runTablesProgram(request, [{ name: 'table', path }], options)) {
    if (frame.kind === FRAME.answer) {
      const answer = parseFrame(frame, z.strictObject({ rows: rowsSchema }))
      if (answer.rows !== rows)
        throw new SandboxError(`There were ${rows} rows, ${answer.rows} were announced.`)
      return
    }
    if (frame.kind !== FRAME.batch) throw unexpected(frame)
    const batch = orderly(() => decodeBatch(frame.payload, columns))
    rows += batch.rowCount
    yield batch
  }
}

function unexpected({ kind }: Frame): SandboxError {
  return new SandboxError(
    `The program that reads tables sent a frame of kind ${kind}, which was not asked for.`,
  )
}

/** What the receiver finds wrong with a payload is a fault of the program inside. */
export function orderly<T>(decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error
    throw new SandboxError(`What the program that reads tables wrote is not in order: ${error.message}.`, {
      cause: error,
    })
  }
}
