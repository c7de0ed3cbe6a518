/** One pass over a large CSV by two scans at once, each of one half. */
import { statSync } from 'node:fs'
import { GrandstandError } from '#core/errors.ts'
import {
  type CsvPart,
  countPartLines,
  findRowStart,
  type PlainCsv,
  readCsvPart,
} from '#scoring/readers/csv/csv-part.ts'
import { SOURCE_LIMITS } from '#scoring/readers/limits.ts'
import { scanBatches } from './scan-batches.ts'
import type { ColumnCounts } from './stats/column-scan.ts'

/** Files that are smaller are scanned before a second thread has begun. */
const WORTH_A_THREAD = 32 << 20

/** What a scan of a part tells, in a form that goes from one thread to another. */
export interface ScannedPart {
  rowCount: number
  columns: ColumnCounts[]
}

/** Scans a part beside whoever asks for it: {@link scanPart} in another thread. */
export type ScanBeside = (part: CsvPart) => {
  /** Undefined where the part is rejected: a scan of the whole tells why. */
  scanned: Promise<ScannedPart | undefined>
  /** Ends it, if it has not ended. */
  stop(): void
}

/** Scans a part of a CSV; undefined where it is rejected. */
export async function scanPart(
  part: CsvPart,
  onRows?: (rows: number) => void,
): Promise<ScannedPart | undefined> {
  try {
    const { scans, rowCount } = await scanBatches(await readCsvPart(part), { onRows })
    return { rowCount, columns: scans.map((scan) => scan.counts()) }
  } catch (error) {
    if (error instanceof GrandstandError) return undefined
    throw error
  }
}

/** Both halves of a file, and how many lines stand before the second. */
export interface ScannedHalves {
  halves: readonly [ScannedPart, ScannedPart]
  linesBefore(): number
}

/**
 * Scans both halves of a file at once. Undefined where it is to be scanned as a whole: it is small, its halves cannot be told
 * apart, or something is wrong with it, which only a scan of the whole can tell as it should be told.
 *
 * What they come to together is what a scan of the whole comes to: the first half ends with a row, so a row begins with the
 * second, wherever that seemed to be.
 */
export async function scanHalves(
  csv: PlainCsv,
  names: readonly string[],
  { beside, onRows, worthBytes = WORTH_A_THREAD }: HalvesOptions,
): Promise<ScannedHalves | undefined> {
  const { size } = statSync(csv.path)
  if (size < worthBytes) return undefined
  const middle = findRowStart(csv, names, csv.headerBytes + Math.floor((size - csv.headerBytes) / 2))
  if (middle === undefined) return undefined
  const firstPart = { ...csv, from: csv.headerBytes, to: middle }
  const second = beside({ ...csv, from: middle, to: size })
  second.scanned.catch(() => {}) // it is awaited below, unless the first half is rejected
  try {
    const first = await scanPart(firstPart, onRows)
    const last = first && (await second.scanned)
    if (!first || !last || first.rowCount + last.rowCount > SOURCE_LIMITS.rows) return undefined
    onRows?.(last.rowCount)
    return { halves: [first, last], linesBefore: () => countPartLines(firstPart) }
  } finally {
    second.stop()
  }
}

/** How halves are scanned. */
export interface HalvesOptions {
  beside: ScanBeside
  /** Told the rows of each batch. */
  onRows?: (rows: number) => void
  /** Bytes from which on it is worth it; a test makes it small. */
  worthBytes?: number
}
