/** Opens a table that somebody gives to a dataset: more formats than predictions may have. */
import type { TableReader } from '#core/table.ts'
import { readArrow } from './arrow/read-arrow.ts'
import { type Feed, readUpTo } from './bytes/feed.ts'
import {
  foreignKind,
  isArrowFile,
  isArrowStream,
  looksLikeIndentedObject,
  looksLikeJsonArray,
  looksLikeJsonObject,
} from './bytes/foreign-kind.ts'
import { fileOrigin, memoryOrigin } from './bytes/origin.ts'
import { hasUtf8Mark } from './bytes/sniff.ts'
import { randomAccess, type Unwrapped, unwrap, type Wrapping } from './bytes/unwrap.ts'
import { utf16Feed } from './bytes/utf16.ts'
import type { FormChoice } from './columns.ts'
import type { PlainCsv } from './csv/csv-part.ts'
import { type Delimiter, detectDelimiter } from './csv/delimiter.ts'
import { readCsv } from './csv/read-csv.ts'
import type { DeclaredColumn } from './declared-column.ts'
import { readJsonLines } from './json-lines/read-json-lines.ts'
import { type ReadLimits, SOURCE_LIMITS } from './limits.ts'
import { declaredColumn } from './parquet/declared.ts'
import { readParquet } from './parquet/read-parquet.ts'
import { rejectFile } from './reject.ts'

/** Bytes of a text in which its delimiter is looked for. */
const DIALECT_BYTES = 256 * 1024

export interface OpenSourceOptions {
  /** For CSV and Parquet, as `openTable` has it; columns of other formats are always texts. */
  columns?: FormChoice
  limits?: Partial<ReadLimits>
}

/** What was found out about a file by looking at it. */
export interface SourceTraits {
  compression?: Wrapping
  /** Of a text. */
  encoding?: 'utf-8' | 'utf-16'
  /** Of a CSV. */
  delimiter?: Delimiter
}

/** A table reader that also says what the file is. */
export interface SourceReader extends TableReader {
  traits: SourceTraits
  /** Of a CSV that lies in a file as it is read: neither compressed nor in another encoding. */
  plain?: PlainCsv
  /** What the file itself says about each column; absent for CSV, which says nothing. */
  declared?: readonly DeclaredColumn[]
}

/**
 * Opens CSV (commas, semicolons, tabs or vertical bars), JSON Lines, Parquet or Arrow IPC (file or stream), plain, in
 * gzip, in zstd, or as the only file in a zip; by content, never by name. Texts are UTF-8, or UTF-16 with a byte order
 * mark. Opening JSON Lines reads them once. Cells are texts in the grammar of the data standard.
 *
 * @throws GrandstandError `file_rejected` with problems for anything wrong with the file, here or while batches are read
 * @example
 * const source = await openSource('train.jsonl.gz')
 * for await (const batch of source.batches()) …
 */
export async function openSource(
  input: string | Uint8Array,
  options: OpenSourceOptions = {},
): Promise<SourceReader> {
  const limits = { ...SOURCE_LIMITS, ...options.limits }
  const outer = typeof input === 'string' ? fileOrigin(input) : memoryOrigin(input)
  const inner = await unwrap(outer, limits)
  const { head, origin, kind, wrapping: compression } = inner
  if (kind === 'parquet') {
    const reader = readParquet(await randomAccess(origin, limits), { columns: options.columns, limits })
    return { ...reader, traits: { compression }, declared: reader.types.map(declaredColumn) }
  }
  const isStream = isArrowStream(head)
  if (isStream || isArrowFile(head)) {
    const reader = readArrow(await randomAccess(origin, limits), { limits, isStream })
    return { ...reader, traits: { compression } }
  }
  const foreign = foreignKind(head)
  if (foreign) throw rejectFile(foreign)
  const path = typeof input === 'string' ? input : undefined
  return openText(inner, { path, columns: options.columns, limits })
}

async function openText(
  { origin, kind, wrapping: compression }: Unwrapped,
  { path, columns, limits }: { path?: string; columns?: FormChoice; limits: ReadLimits },
): Promise<SourceReader> {
  const isUtf16 = kind === 'utf16le' || kind === 'utf16be'
  const open = async (): Promise<Feed> =>
    isUtf16 ? utf16Feed(await origin.feed(), kind) : await origin.feed()
  const traits: SourceTraits = { compression, encoding: isUtf16 ? 'utf-16' : 'utf-8' }
  const head = await textHead(open)
  if (looksLikeIndentedObject(head)) throw wholeJson('one JSON object over several lines')
  if (looksLikeJsonObject(head)) return { ...(await readJsonLines(open, { limits })), traits }
  if (looksLikeJsonArray(head)) throw wholeJson('one list of JSON')
  if (head.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)) {
    const message = 'The file is empty. Expected a header line and rows.'
    throw rejectFile({ code: 'empty_file', message })
  }
  const name = detectDelimiter(head, head.length < DIALECT_BYTES)
  const delimiter = name.charCodeAt(0)
  const { headerBytes, ...reader } = await readCsv(open, { columns, limits, delimiter })
  const isPlain = path !== undefined && compression === undefined && !isUtf16
  const plain = isPlain ? { path, headerBytes, delimiter } : undefined
  return { ...reader, traits: { ...traits, delimiter: name }, plain }
}

function wholeJson(what: string) {
  const how = 'In pandas: to_json("table.jsonl", orient="records", lines=True).'
  const message = `This is ${what}. Write JSON Lines: one object per line, without brackets around. ${how}`
  return rejectFile({ code: 'looks_like_json', message })
}

/** The beginning of a text, without a byte order mark. */
async function textHead(open: () => Promise<Feed>): Promise<Uint8Array> {
  const feed = await open()
  try {
    const head = await readUpTo(feed, DIALECT_BYTES)
    return hasUtf8Mark(head) ? head.subarray(3) : head
  } finally {
    feed.close()
  }
}
