import { openSource } from '#scoring/readers/open-source.ts'
import type { InputTable } from './infer-schema.ts'
import { readTyped } from './read-typed.ts'
import type { TableSchema } from './schema.ts'
import type { TypedBatch } from './typed-batch.ts'

/**
 * Reads a given table as exact types, all columns of its schema or only some, in this order. Errors are those of
 * `readTyped`. Each call reads from the start.
 */
export type ReadTable = (
  input: InputTable,
  table: TableSchema,
  only?: readonly string[],
) => AsyncIterable<TypedBatch>

/** Reads in this process: for files of our own making. Files of others are read in a sandbox. */
export const readTableHere: ReadTable = async function* (input, table, only) {
  yield* readTyped(await openSource(input.path), table, only)
}
