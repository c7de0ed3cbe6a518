import { link, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { GrandstandError } from '#core/errors.ts'
import { openTableWriter, type TableFormat } from '#datasets/open-table-writer.ts'
import type { FileDigest } from '#datasets/output-file.ts'
import { RowHash } from '#datasets/row-hash.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { inferInSandbox, readInSandbox } from './read-in-sandbox.ts'
import { type TablesOptions, tablesLimits } from './run-tables-program.ts'

/** Somebody waits: a small file is done, or given up, within 20 s over both passes. */
const BASE_CPU_SECONDS = 8
/** What a table is called that came without a schema. */
const UNNAMED = 'data'

/** What to convert. */
export interface ConvertInput {
  /** Any readable table. */
  path: string
  outPath: string
  format: TableFormat
  /** The columns as they are to be read; inferred when absent, as for a table that is registered. */
  table?: TableSchema
  /** Whether a file at `outPath` may be replaced. */
  replace: boolean
  /** Called now and then with what is being done and the rows so far. */
  onProgress?: (step: 'looking at' | 'writing', rows: number) => void
  signal?: AbortSignal
}

/** What was written. */
export interface ConvertedTable extends FileDigest {
  table: TableSchema
  rows: number
  /** The same for every format of equal content; see `RowHash`. */
  rowHash: string
}

/**
 * Writes a table in another format. The file is read in a sandbox; the new one is written beside its place and moved there
 * when it is whole, so that nothing half-written is ever found under its name, and nothing is left after an error.
 *
 * @throws GrandstandError `file_rejected` when the table cannot be read, or does not fit the schema
 * @throws GrandstandError `already_exists` when there is a file that may not be replaced
 */
export async function convertTable(input: ConvertInput): Promise<ConvertedTable> {
  const { path, outPath, format, replace, onProgress, signal } = input
  const limits = tablesLimits((await stat(path)).size, BASE_CPU_SECONDS)
  const options = { limits, signal }
  const table = input.table ?? (await inferTable(path, (rows) => onProgress?.('looking at', rows), options))
  const partial = join(dirname(outPath), `.${basename(outPath)}.${process.pid}.partial`)
  const writer = openTableWriter(partial, format, table)
  const hash = new RowHash(table.columns)
  let rows = 0
  try {
    for await (const batch of readInSandbox({ name: table.name, path }, table, undefined, options)) {
      writer.observe(batch)
      hash.observe(batch)
      rows += batch.rowCount
      onProgress?.('writing', rows)
    }
    const digest = await writer.finish()
    signal?.throwIfAborted()
    await moveInto(partial, outPath, replace)
    return { ...digest, table: { ...table, rows }, rows, rowHash: hash.digest() }
  } finally {
    writer.abandon()
    await rm(partial, { force: true })
  }
}

async function inferTable(
  path: string,
  onProgress: (rows: number) => void,
  options: TablesOptions,
): Promise<TableSchema> {
  const tables = [{ name: UNNAMED, path }]
  try {
    const schema = await inferInSandbox(
      { kind: 'classification', tables, isReleased: false, onProgress },
      options,
    )
    return schema.tables[0]
  } catch (error) {
    throw withoutName(error)
  }
}

/** The error without the name that a table has only here. */
function withoutName(error: unknown): unknown {
  if (!(error instanceof GrandstandError) || error.code !== 'file_rejected') return error
  const message = error.message.replace(`Table '${UNNAMED}': `, '').replace(`Table '${UNNAMED}'`, 'The table')
  return new GrandstandError('file_rejected', message, { problems: error.problems, cause: error })
}

async function moveInto(partial: string, outPath: string, replace: boolean): Promise<void> {
  if (replace) {
    await rename(partial, outPath)
    return
  }
  try {
    // unlike a rename, a link never replaces anything
    await link(partial, outPath)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    // a file system without links
    if (code === 'EPERM' || code === 'ENOTSUP') return rename(partial, outPath)
    if (code !== 'EEXIST') throw cause
    throw new GrandstandError('already_exists', `There is a file ${outPath} already.`, { cause })
  }
}
