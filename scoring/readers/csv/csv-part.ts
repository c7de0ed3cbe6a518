/** A part of a large CSV file, read as a table of its own, so that two threads can read one file. */
import { closeSync, openSync, readSync } from 'node:fs'
import type { TableReader } from '#core/table.ts'
import type { Feed } from '../bytes/feed.ts'
import { type ReadLimits, SOURCE_LIMITS } from '../limits.ts'
import { countLines } from './quoted-cell.ts'
import { readCsv } from './read-csv.ts'
import { RowBuffers } from './row-buffers.ts'
import { RowScanner } from './scan-rows.ts'

const LF = 0x0a
const CR = 0x0d
/** Bytes in which the beginning of a row is looked for, and line ends that are tried. */
const SEARCHED_BYTES = 256 * 1024
const MOST_TRIED = 50
const CHUNK_BYTES = 1 << 20

/** A CSV that is read from a file as it lies there: in UTF-8, not compressed. */
export interface PlainCsv {
  path: string
  /** Where its rows begin. */
  headerBytes: number
  delimiter: number
}

/** The rows of such a file between two bytes. */
export interface CsvPart extends PlainCsv {
  from: number
  to: number
}

/** The bytes of a file in some ranges, one after the other. */
function rangesFeed(path: string, ranges: readonly (readonly [from: number, to: number])[]): Feed {
  let handle: number | undefined = openSync(path, 'r')
  let current = 0
  let at = ranges[0][0]
  return {
    read: (target, into) => {
      while (current < ranges.length && at === ranges[current][1]) at = ranges[++current]?.[0] ?? 0
      if (handle === undefined || current === ranges.length) return 0
      const read = readSync(handle, target, into, Math.min(target.length - into, ranges[current][1] - at), at)
      at += read
      return read
    },
    close: () => {
      if (handle !== undefined) closeSync(handle)
      handle = undefined
    },
  }
}

/**
 * Reads a part under the file's header. Lines count from the header on, as if there was nothing between it and the part.
 *
 * @throws GrandstandError `file_rejected` as `readCsv` does; also where the part does not end with a row
 */
export function readCsvPart(
  { path, headerBytes, delimiter, from, to }: CsvPart,
  limits: ReadLimits = SOURCE_LIMITS,
): Promise<TableReader> {
  const open = () =>
    rangesFeed(path, [
      [0, headerBytes],
      [from, to],
    ])
  return readCsv(open, { limits, delimiter })
}

/**
 * Where, from a byte on, a row seems to begin: the first place behind a line end from which rows of the right number of cells
 * follow each other. It may still be within a text in quotes: then what is before it does not end with a row.
 */
export function findRowStart(
  { path, delimiter }: PlainCsv,
  names: readonly string[],
  from: number,
): number | undefined {
  const found = new Uint8Array(SEARCHED_BYTES)
  const feed = rangesFeed(path, [[from, from + SEARCHED_BYTES]])
  let size = 0
  for (let read = -1; read !== 0; size += read) read = feed.read(found, size) as number
  feed.close()
  const rows = new RowBuffers(names.map(() => 'text' as const))
  let at = 0
  for (let tried = 0; tried < MOST_TRIED; tried++) {
    at = found.indexOf(LF, at) + 1
    if (at === 0 || at >= size) return undefined
    rows.clear()
    // a copy: the scanner writes into the bytes, one behind their end as well
    const bytes = new Uint8Array(size - at + 1)
    bytes.set(found.subarray(at, size))
    if (areRows(bytes, new RowScanner(names, rows, SOURCE_LIMITS, 1, undefined, delimiter), rows))
      return from + at
  }
  return undefined
}

function areRows(bytes: Uint8Array, scanner: RowScanner, rows: RowBuffers): boolean {
  try {
    scanner.scan(bytes, 0, bytes.length - 1, false)
    return scanner.problems.length === 0 && rows.rowCount > 0
  } catch {
    return false // what is wrong there has been told with a line that means nothing
  }
}

/** Line ends in a part that ends with one. */
export function countPartLines({ path, from, to }: CsvPart): number {
  const feed = rangesFeed(path, [[from, to]])
  const bytes = new Uint8Array(CHUNK_BYTES)
  let lines = 0
  let held = 0
  for (;;) {
    const end = held + (feed.read(bytes, held) as number)
    if (end === held) break
    // a CR may have its LF in the bytes that follow
    held = bytes[end - 1] === CR ? 1 : 0
    lines += countLines(bytes, 0, end - held)
    bytes[0] = CR
  }
  feed.close()
  return lines + held
}
