/** Rows out of CSV bytes, into the columns of a batch. */
import type { Problem } from '#core/errors.ts'
import type { ReadLimits } from '../limits.ts'
import { quoted, rejectFile, sizeText } from '../reject.ts'
import { COMMA, delimiterName } from './delimiter.ts'
import { isNanLiteral, parseNumber } from './parse-number.ts'
import type { PlainRows } from './plain-rows.ts'
import { closingQuote, countLines, unescapeQuotes } from './quoted-cell.ts'
import type { RowBuffers } from './row-buffers.ts'

const QUOTE = 0x22
const HASH = 0x23
const LF = 0x0a
const CR = 0x0d

/** 1 for the bytes at which an unquoted cell stops being plain. */
function specialBytes(delimiter: number): Uint8Array {
  const special = new Uint8Array(256)
  for (const byte of [QUOTE, delimiter, LF, CR]) special[byte] = 1
  return special
}

/** Problems collected before the file is refused. */
const MOST_PROBLEMS = 20

/**
 * Walks the rows of a window of bytes. `bytes[end]` must be writable: a line feed is put there so that the inner loop
 * needs no bounds check.
 */
export class RowScanner {
  readonly problems: Problem[] = []
  /** 1-based line at the position where scanning stands. */
  line: number
  #names: readonly string[]
  #rows: RowBuffers
  #limits: ReadLimits
  #bytes: Uint8Array = new Uint8Array(0)
  #end = 0
  #isLast = false
  /** Text cells of the present row that still hold doubled quotes. */
  #escaped: number[] = []
  #newlines = 0
  #plain: PlainRows | undefined
  #delimiter: number
  #special: Uint8Array

  /** @param plain machine code, which takes rows apart at commas only */
  constructor(
    names: readonly string[],
    rows: RowBuffers,
    limits: ReadLimits,
    line: number,
    plain?: PlainRows,
    delimiter = COMMA,
  ) {
    this.#plain = plain
    this.#delimiter = delimiter
    this.#special = specialBytes(delimiter)
    this.#names = names
    this.#rows = rows
    this.#limits = limits
    this.line = line
  }

  /**
   * Takes whole rows from `from` on until the batch is full or the bytes end; returns where the next row starts.
   * `isLast`: nothing follows the bytes, so that their end ends the last row.
   */
  scan(bytes: Uint8Array, from: number, end: number, isLast: boolean): number {
    this.#bytes = bytes
    this.#end = end
    this.#isLast = isLast
    bytes[end] = LF
    const rows = this.#rows
    let at = from
    while (at < end && rows.rowCount < rows.capacity && this.problems.length < MOST_PROBLEMS) {
      // the machine code works only where it has the bytes in its memory, which a very long row outgrows
      if (this.#plain?.memory === bytes.buffer) at = this.#plainRows(this.#plain, at)
      if (at >= end || rows.rowCount === rows.capacity) break
      const next = this.#row(at)
      if (next < 0) break
      at = next
    }
    return at
  }

  #plainRows(plain: PlainRows, from: number): number {
    const rows = this.#rows
    const { capacity, rowCount } = rows
    const standing = { capacity, rowCount, line: this.line, delimiter: this.#delimiter }
    const taken = plain.take(from, this.#end, standing)
    plain.forEachDoubled((column, row) => this.#unescape(column, row))
    rows.rowCount = taken.rowCount
    this.line = taken.line
    return taken.at
  }

  /** Takes the row at `from`; returns the start of the next one, or -1 where the row is not complete. */
  #row(from: number): number {
    const bytes = this.#bytes
    const { rowCount } = this.#rows
    const special = this.#special
    const width = this.#names.length
    const problemCount = this.problems.length
    // an empty line is not a row, unless the table has one column and the cell is null
    if (width > 1 && (bytes[from] === LF || bytes[from] === CR)) return this.#emptyLine(from)
    let at = from
    let column = 0
    this.#newlines = 0
    this.#escaped.length = 0
    for (;;) {
      const start = at
      while (special[bytes[at]] === 0) at++
      const isQuoted = bytes[at] === QUOTE
      if (isQuoted) {
        if (at !== start) this.#strayQuote(column)
        at = this.#quotedCell(column, start)
      }
      if (at < 0 || (at === this.#end && !this.#isLast)) {
        this.problems.length = problemCount
        return this.#incomplete(column, start, from)
      }
      if (!isQuoted && column < width) this.#plainCell(column, rowCount, start, at)
      if (at - start > this.#limits.cellBytes) this.#cellTooLong(column)
      column++
      if (bytes[at] !== this.#delimiter) break
      at++
    }
    const next = this.#rowEnd(at)
    if (next >= 0) this.#finishRow(column, from)
    return next
  }

  /** Where the row after the line end at `at` starts; -1 where a CR may have its LF in bytes still to come. */
  #rowEnd(at: number): number {
    if (at === this.#end) return at
    if (this.#bytes[at] === LF) return at + 1
    if (at + 1 === this.#end && !this.#isLast) return -1
    return this.#bytes[at + 1] === LF && at + 1 < this.#end ? at + 2 : at + 1
  }

  #emptyLine(at: number): number {
    let next = this.#rowEnd(at)
    if (next < 0) return next
    this.line++
    // there may be gigabytes of them
    for (; next < this.#end && this.#bytes[next] === LF; next++) this.line++
    return next
  }

  #finishRow(cells: number, from: number): void {
    const width = this.#names.length
    const line = this.line
    this.line += this.#newlines + 1
    if (cells !== width) {
      const isComment = cells < width && this.#bytes[from] === HASH
      const advice = isComment ? 'Remove lines of comment.' : raggedAdvice(cells, width, this.#delimiter)
      const message = `The row has ${cells} ${cells === 1 ? 'cell' : 'cells'} and the header ${width}. ${advice}`
      this.problems.push({ line, code: 'ragged_row', message })
      return
    }
    const rows = this.#rows
    for (const column of this.#escaped) this.#unescape(column, rows.rowCount)
    rows.lines[rows.rowCount++] = line
  }

  #unescape(column: number, row: number): void {
    const { ends, starts } = this.#rows
    ends[column][row] = unescapeQuotes(this.#bytes, starts[column][row], ends[column][row])
  }

  #plainCell(column: number, row: number, start: number, end: number): void {
    const rows = this.#rows
    rows.setNull(column, start === end)
    if (rows.forms[column] === 'text') {
      rows.starts[column][row] = start
      rows.ends[column][row] = end
    } else if (start !== end) this.#number(column, row, start, end)
  }

  #number(column: number, row: number, start: number, end: number): void {
    const value = parseNumber(this.#bytes, start, end)
    this.#rows.values[column][row] = value
    if (!Number.isNaN(value) || isNanLiteral(this.#bytes, start, end)) return
    const found = quoted(new TextDecoder().decode(this.#bytes.subarray(start, Math.min(end, start + 300))))
    const message = `${found} is not a number. Write digits with a point, such as 0.25 or 1e-3.`
    this.problems.push({ line: this.line, column: this.#names[column], code: 'bad_number', message })
  }

  /** Takes a quoted cell; returns the position after its closing quote, or -1 where it is not complete. */
  #quotedCell(column: number, start: number): number {
    const bytes = this.#bytes
    const rows = this.#rows
    const close = closingQuote(bytes, start + 1, this.#end)
    if (close < 0) return -1
    const after = bytes[close + 1]
    if (after !== this.#delimiter && after !== LF && after !== CR) this.#strayQuote(column)
    if (column < this.#names.length) {
      rows.setNull(column, false)
      if (rows.forms[column] === 'text') {
        rows.starts[column][rows.rowCount] = start + 1
        rows.ends[column][rows.rowCount] = close
        if (bytes.subarray(start + 1, close).includes(QUOTE)) this.#escaped.push(column)
      } else this.#number(column, rows.rowCount, start + 1, close)
    }
    this.#newlines += countLines(bytes, start + 1, close)
    return close + 1
  }

  /** The bytes end within a row: refused where more bytes would not help, else -1. */
  #incomplete(column: number, cellStart: number, rowStart: number): number {
    if (this.#end - cellStart > this.#limits.cellBytes) this.#cellTooLong(column)
    if (this.#end - rowStart > this.#limits.rowBytes) {
      this.#fail(
        column,
        'line_too_long',
        `The row is longer than ${sizeText(this.#limits.rowBytes)}, the limit.`,
      )
    }
    if (!this.#isLast) return -1
    return this.#fail(
      column,
      'unterminated_quote',
      'A quote opens here and is never closed. Close it, or double it.',
    )
  }

  #cellTooLong(column: number): never {
    const limit = sizeText(this.#limits.cellBytes)
    const cause = 'Perhaps a quote is not closed, or line ends are missing.'
    this.#fail(column, 'cell_too_long', `The cell is longer than ${limit}, the limit. ${cause}`)
  }

  #strayQuote(column: number): never {
    const rule = 'Put the whole cell in quotes and write each quote inside it twice.'
    this.#fail(column, 'bad_quote', `A quote stands inside a cell. ${rule}`)
  }

  #fail(column: number, code: string, message: string): never {
    const line = this.line + this.#newlines
    throw rejectFile([...this.problems, { line, column: this.#names[column], code, message }])
  }
}

/** The likeliest cause of a row that is not as long as the header, and what to do. */
function raggedAdvice(cells: number, width: number, delimiter: number): string {
  const name = delimiterName(delimiter)
  if (cells < width)
    return 'Write a cell that is empty as nothing between two separators; a line break inside a cell needs quotes around the cell.'
  const quotes = `A ${name} inside a cell needs quotes around the cell.`
  if (width > 1) return quotes
  return `${quotes} A title or a note above the line with the names must be removed.`
}
