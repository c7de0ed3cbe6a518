/** JSON Lines, one flat object per line, as batches of text columns. */
import type { Problem } from '#core/errors.ts'
import type { TableBatch, TableReader } from '#core/table.ts'
import type { Feed } from '../bytes/feed.ts'
import { hasUtf8Mark } from '../bytes/sniff.ts'
import { requireNames } from '../columns.ts'
import { CsvWindow } from '../csv/csv-window.ts'
import { RowBuffers } from '../csv/row-buffers.ts'
import type { DeclaredColumn } from '../declared-column.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText, tooManyRows } from '../reject.ts'
import { FieldColumns } from './field-columns.ts'
import { JsonError, KIND, ObjectScanner } from './scan-object.ts'

const WINDOW = 1024 * 1024
const MOST_PROBLEMS = 20
const LF = 0x0a

export interface JsonLinesOptions {
  limits: ReadLimits
  /** Bytes read at a time; a test makes it tiny. */
  windowBytes?: number
}

/** A JSON Lines table: what its fields were is only known at its end, so opening it reads it once. */
export interface JsonLinesReader extends TableReader {
  declared: readonly DeclaredColumn[]
}

/**
 * A table reader over objects, one per line. A column for each field name, in the order in which they first occur; a
 * field that a line lacks is null. Texts come without their escapes, numbers as they are written, so that none loses a
 * digit. Empty lines are skipped. Errors: GrandstandError `file_rejected`.
 */
export async function readJsonLines(
  open: () => Feed | Promise<Feed>,
  options: JsonLinesOptions,
): Promise<JsonLinesReader> {
  const fields = new FieldColumns(options.limits)
  for await (const _ of lines(await open(), options, (scanner) => fields.learn(scanner))) {
    // this pass only learns
  }
  const { names } = fields
  if (names.length === 0) throw noFields()
  fields.requireFilled()
  requireNames(names)
  return {
    format: 'jsonl',
    columns: names,
    declared: fields.kinds.map(declaredAs),
    async *batches() {
      yield* rowBatches(await open(), fields, options)
    },
  }
}

/** What a column is whose cells were of these kinds. JSON has no dates, so texts may be some. */
function declaredAs(kinds: number): DeclaredColumn {
  switch (kinds & ~KIND.null) {
    case KIND.number:
      return { name: 'JSON numbers', candidates: ['int64', 'float64'] }
    case KIND.boolean:
      return { name: 'JSON truth values', candidates: ['boolean'] }
    case KIND.string:
      return { name: 'JSON strings', candidates: ['date', 'timestamp'] }
    default:
      return { name: kinds > KIND.null ? 'JSON values of several kinds' : 'JSON nulls', candidates: [] }
  }
}

async function* rowBatches(feed: Feed, fields: FieldColumns, options: JsonLinesOptions) {
  const rows = new RowBuffers(fields.names.map(() => 'text' as const))
  let firstRow = 0
  const take = (scanner: ObjectScanner, line: number): boolean => {
    fields.fill(scanner, rows)
    rows.lines[rows.rowCount++] = line
    return rows.rowCount === rows.capacity
  }
  for await (const window of lines(feed, options, take)) {
    if (rows.rowCount > 0) yield batchOf(rows, window.bytes, firstRow)
    firstRow += rows.rowCount
    rows.clear()
  }
}

function batchOf(rows: RowBuffers, bytes: Uint8Array, firstRow: number): TableBatch {
  const { lines: starts } = rows
  return { firstRow, rowCount: rows.rowCount, lineOf: (row) => starts[row], columns: rows.columns(bytes) }
}

/**
 * Walks the lines; `take` is told of each object and says whether there must be a pause. Yields at pauses and whenever
 * the bytes are about to move.
 */
async function* lines(
  feed: Feed,
  { limits, windowBytes }: JsonLinesOptions,
  take: (scanner: ObjectScanner, line: number) => boolean,
): AsyncGenerator<CsvWindow> {
  const window = new CsvWindow(feed, windowBytes ?? WINDOW)
  const scanner = new ObjectScanner()
  const problems: Problem[] = []
  let line = 1
  let rowCount = 0
  try {
    do await window.fill(line)
    while (window.end < 3 && !window.isLast)
    if (hasUtf8Mark(window.bytes.subarray(0, window.end))) window.start = 3
    for (;;) {
      const lineEnd = endOfLine(window)
      if ((lineEnd < 0 ? window.end : lineEnd) - window.start > limits.rowBytes)
        throw lineTooLong(line, limits)
      if (lineEnd < 0) {
        yield window
        await window.fill(line)
        continue
      }
      if (!isBlank(window.bytes, window.start, lineEnd)) {
        if (++rowCount > limits.rows) throw tooManyRows(limits)
        if (takeLine(scanner, window, lineEnd, line, problems, take)) {
          window.start = Math.min(lineEnd + 1, window.end)
          line++
          yield window
          continue
        }
      }
      line++
      window.start = Math.min(lineEnd + 1, window.end)
      if (problems.length >= MOST_PROBLEMS) break
      if (window.isLast && window.start === window.end) break
    }
    if (problems.length > 0) throw rejectFile(problems)
    yield window
  } finally {
    feed.close()
  }
}

/** The line feed that ends the present line, or the end of the file; -1 where more bytes are needed. */
function endOfLine(window: CsvWindow): number {
  const { buffer, byteOffset } = window.bytes
  // as a Buffer, which searches five times as fast as an array does
  const at = Buffer.from(buffer, byteOffset + window.start, window.end - window.start).indexOf(LF)
  if (at >= 0) return window.start + at
  return window.isLast ? window.end : -1
}

/** Whether the reader must pause; a line that is not a row is noted, and the next may still be one. */
function takeLine(
  scanner: ObjectScanner,
  window: CsvWindow,
  lineEnd: number,
  line: number,
  problems: Problem[],
  take: (scanner: ObjectScanner, line: number) => boolean,
): boolean {
  try {
    scanner.scan(window.bytes, window.start, lineEnd)
    return take(scanner, line) && problems.length === 0
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    problems.push({ line, column: error.column, code: error.code, message: error.message })
    return false
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] > 0x20) return false
  return true
}

function lineTooLong(line: number, limits: ReadLimits) {
  const message = `The line is longer than ${sizeText(limits.rowBytes)}, the limit. Write one object per line.`
  return rejectFile({ line, code: 'line_too_long', message })
}

function noFields() {
  const message = 'No line has a field. Expected one object per line: {"field": value, …}.'
  return rejectFile({ code: 'empty_file', message })
}
