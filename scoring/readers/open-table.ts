/** Opens a table of any supported kind by its content, never by its file name. */
import type { ByteSource, TableReader } from '#core/table.ts'
import { streamFeed } from './bytes/feed.ts'
import { foreignPrediction } from './bytes/foreign-kind.ts'
import { fileOrigin, memoryOrigin, type Origin, streamOrigin } from './bytes/origin.ts'
import { randomAccess, unwrap } from './bytes/unwrap.ts'
import { utf16Feed } from './bytes/utf16.ts'
import type { FormChoice } from './columns.ts'
import { readCsv } from './csv/read-csv.ts'
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts'
import { readParquet } from './parquet/read-parquet.ts'
import { rejectFile } from './reject.ts'

/** A path, a whole file in memory, or a stream. `batches()` may be called again unless it is a stream. */
export type TableInput = string | Uint8Array | ByteSource

export interface OpenTableOptions {
  columns?: FormChoice
  limits?: Partial<ReadLimits>
  /** Whether plain rows of CSV are read in WebAssembly; by default where that pays for making it. */
  machineCode?: boolean
}

/**
 * Opens CSV (UTF-8, or UTF-16 with a byte order mark) or Parquet, plain, in gzip, in zstd, or as the only file in a zip.
 * Throws GrandstandError `file_rejected` with problems for anything wrong with the file, here or while batches are read;
 * a header without rows is not wrong. Stopping an iteration early closes the file.
 *
 *     const table = await openTable('predictions.csv', { columns: { score: 'number' } })
 *     for await (const batch of table.batches()) …
 */
export async function openTable(input: TableInput, options: OpenTableOptions = {}): Promise<TableReader> {
  return openOrigin(originOf(input), { ...options, limits: { ...DEFAULT_LIMITS, ...options.limits } })
}

interface Settings extends OpenTableOptions {
  limits: ReadLimits
}

async function openOrigin(outer: Origin, settings: Settings): Promise<TableReader> {
  const { origin, head, kind } = await unwrap(outer, settings.limits)
  if (kind === 'parquet') return readParquet(await randomAccess(origin, settings.limits), settings)
  const foreign = foreignPrediction(head)
  if (foreign) throw rejectFile(foreign)
  if (kind !== 'utf16le' && kind !== 'utf16be') return readCsv(() => origin.feed(), settings)
  return readCsv(async () => utf16Feed(await origin.feed(), kind), settings)
}

function originOf(input: TableInput): Origin {
  if (typeof input === 'string') return fileOrigin(input)
  return input instanceof Uint8Array ? memoryOrigin(input) : streamOrigin(streamFeed(input))
}
