/** Opens a table of any supported kind by its content, never by its file name. */
import type { ByteSource, TableReader } from '#core/table.ts'
import { decompressedFeed } from './bytes/decompress.ts'
import { type FileBytes, streamFeed } from './bytes/feed.ts'
import { collect, fileOrigin, memoryOrigin, type Origin, reopened, streamOrigin } from './bytes/origin.ts'
import { foreignKind, type Kind, sniff } from './bytes/sniff.ts'
import { utf16Feed } from './bytes/utf16.ts'
import { zipFeed } from './bytes/zip.ts'
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
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return openOrigin(originOf(input), { columns: options.columns, limits }, false)
}

interface Settings {
  columns?: FormChoice
  limits: ReadLimits
}

async function openOrigin(origin: Origin, settings: Settings, isUnpacked: boolean): Promise<TableReader> {
  const { limits } = settings
  const head = await origin.head()
  const kind = sniff(head)
  if (kind === 'parquet') {
    return readParquet(origin.bytes ?? once(await collect(await origin.feed(), limits)), settings)
  }
  if (kind === 'gzip' || kind === 'zstd' || kind === 'zip') {
    if (isUnpacked) throw nested(kind)
    return openOrigin(await unpacked(origin, kind, limits), settings, true)
  }
  const foreign = kind === 'text' ? foreignKind(head) : undefined
  if (foreign) throw rejectFile(foreign)
  if (kind !== 'utf16le' && kind !== 'utf16be') return readCsv(() => origin.feed(), settings)
  return readCsv(async () => utf16Feed(await origin.feed(), kind), settings)
}

async function unpacked(origin: Origin, kind: 'gzip' | 'zstd' | 'zip', limits: ReadLimits): Promise<Origin> {
  if (kind === 'zip') {
    const bytes = origin.bytes ?? once(await collect(await origin.feed(), limits))
    return reopened(() => zipFeed(bytes(), limits))
  }
  if (origin.isStream) return streamOrigin(decompressedFeed(await origin.feed(), kind, limits))
  return reopened(async () => decompressedFeed(await origin.feed(), kind, limits))
}

/** Bytes in memory need no opening, and closing them does nothing. */
function once(bytes: FileBytes): () => FileBytes {
  return () => bytes
}

function originOf(input: TableInput): Origin {
  if (typeof input === 'string') return fileOrigin(input)
  return input instanceof Uint8Array ? memoryOrigin(input) : streamOrigin(streamFeed(input))
}

function nested(kind: Kind) {
  const message = `Inside the compressed file is another one (${kind}). Compress the table only once.`
  return rejectFile({ code: 'nested_compression', message })
}
