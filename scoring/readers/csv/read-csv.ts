/** CSV (RFC 4180) as batches of typed columns. */
import type { ColumnForm, TableBatch, TableReader } from '#core/table.ts'
import type { Feed } from '../bytes/feed.ts'
import { hasUtf8Mark } from '../bytes/sniff.ts'
import { type FormChoice, formsOf, requireNames } from '../columns.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText, tooManyRows } from '../reject.ts'
import { CsvWindow } from './csv-window.ts'
import { COMMA } from './delimiter.ts'
import { PlainRows } from './plain-rows.ts'
import { type CsvHeader, readHeader } from './read-header.ts'
import { cellBytes, RowBuffers } from './row-buffers.ts'
import { RowScanner } from './scan-rows.ts'

const WINDOW = 256 * 1024

export interface CsvOptions {
  columns?: FormChoice
  limits: ReadLimits
  /** Bytes read at a time; a test makes it tiny. */
  windowBytes?: number
  /** Whether plain rows are read in WebAssembly; by default where the file is larger than the window. */
  machineCode?: boolean
  /** The byte between cells; a comma when absent. */
  delimiter?: number
}

/** A CSV whose header has been read. */
export interface CsvReader extends TableReader {
  /** Bytes before the first row. */
  headerBytes: number
}

interface OpenCsv {
  window: CsvWindow
  names: string[]
  /** 1-based line of the first row after the header. */
  line: number
}

/**
 * A table reader over UTF-8 text. Cells end at commas, rows at LF, CRLF or CR; a cell may be in quotes, with quotes
 * inside doubled and line ends kept. An empty cell is null, an empty quoted cell is an empty string. Empty lines between
 * rows of two or more columns are skipped. Errors: GrandstandError `file_rejected`.
 */
export async function readCsv(open: () => Feed | Promise<Feed>, options: CsvOptions): Promise<CsvReader> {
  const feed = await open()
  let first: OpenCsv | undefined
  try {
    first = await openCsv(feed, options)
  } finally {
    if (!first) feed.close()
  }
  const { names } = first
  const forms = formsOf(names, options.columns)
  let held: { csv: OpenCsv; feed: Feed } | undefined = { csv: first, feed }
  return {
    format: 'csv',
    columns: names,
    headerBytes: first.window.passed + first.window.start,
    async *batches() {
      const own = held
      held = undefined
      const source = own?.feed ?? (await open())
      try {
        yield* rowBatches(own?.csv ?? (await openCsv(source, options)), forms, options)
      } finally {
        source.close()
      }
    },
  }
}

async function openCsv(feed: Feed, options: CsvOptions): Promise<OpenCsv> {
  const window = new CsvWindow(feed, options.windowBytes ?? WINDOW)
  // a byte that is not UTF-8 is better told with its column, which only the header names
  window.isCheckDeferred = true
  do await window.fill(1)
  while (window.end < 3 && !window.isLast)
  if (hasUtf8Mark(window.bytes.subarray(0, window.end))) window.start = 3
  if (window.start === window.end && window.isLast) throw emptyFile()
  for (;;) {
    const header = tryHeader(window, options)
    if (header) {
      window.layout = { names: header.names, delimiter: options.delimiter ?? COMMA }
      window.check(1)
      window.isCheckDeferred = false
      window.start = header.next
      return { window, names: header.names, line: 1 + header.lines }
    }
    if (window.end - window.start > options.limits.rowBytes) {
      window.check(1)
      const message = `The first line is longer than ${sizeText(options.limits.rowBytes)}, the limit.`
      throw rejectFile({ line: 1, code: 'line_too_long', message })
    }
    await window.fill(1)
  }
}

/** The header, or undefined where more bytes are needed. What is wrong with the bytes comes before what is wrong with it. */
function tryHeader(window: CsvWindow, { limits, delimiter = COMMA }: CsvOptions): CsvHeader | undefined {
  try {
    const header = readHeader(window.bytes, window.start, window.end, window.isLast, limits, delimiter)
    if (header) requireNames(header.names, 1)
    return header
  } catch (error) {
    window.check(1)
    throw error
  }
}

/** Machine code for the plain rows, with the window moved into its memory; undefined where it is not worth it. */
function plainRowsFor(window: CsvWindow, columnCount: number, options: CsvOptions): PlainRows | undefined {
  const size = (options.windowBytes ?? WINDOW) + 1
  const isWanted = options.machineCode ?? !window.isLast
  // it does not look at the length of cells: they must be short enough because the window is
  if (!isWanted || options.limits.cellBytes < size) return undefined
  const plain = PlainRows.make(columnCount, size, cellBytes(columnCount))
  if (!plain || window.moveTo(new Uint8Array(plain.memory, plain.windowAt, size))) return plain
  plain.release()
  return undefined
}

async function* rowBatches(csv: OpenCsv, forms: readonly ColumnForm[], options: CsvOptions) {
  const plain = plainRowsFor(csv.window, forms.length, options)
  try {
    const rows = new RowBuffers(forms, plain)
    const scanner = new RowScanner(csv.names, rows, options.limits, csv.line, plain, options.delimiter)
    yield* scannedBatches(csv.window, rows, scanner, options.limits)
  } finally {
    plain?.release()
  }
}

async function* scannedBatches(window: CsvWindow, rows: RowBuffers, scanner: RowScanner, limits: ReadLimits) {
  let firstRow = 0
  for (;;) {
    rows.clear()
    window.start = scanner.scan(window.bytes, window.start, window.end, window.isLast)
    if (scanner.problems.length > 0) throw rejectFile(scanner.problems)
    if (firstRow + rows.rowCount > limits.rows) throw tooManyRows(limits)
    if (rows.rowCount > 0) yield batchOf(rows, window.bytes, firstRow)
    firstRow += rows.rowCount
    if (rows.rowCount === rows.capacity) continue
    if (window.isLast && window.start === window.end) return
    if (!window.isLast) await window.fill(scanner.line)
  }
}

function batchOf(rows: RowBuffers, bytes: Uint8Array, firstRow: number): TableBatch {
  const { lines } = rows
  return { firstRow, rowCount: rows.rowCount, lineOf: (row) => lines[row], columns: rows.columns(bytes) }
}

function emptyFile() {
  return rejectFile({ code: 'empty_file', message: 'The file is empty. Expected a header line and rows.' })
}
