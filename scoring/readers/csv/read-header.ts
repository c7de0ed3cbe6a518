/** The header of a CSV file. */
import type { ReadLimits } from '../limits.ts'
import { rejectFile } from '../reject.ts'
import { COMMA } from './delimiter.ts'
import { closingQuote, countLines, unescapeQuotes } from './quoted-cell.ts'

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

export interface CsvHeader {
  names: string[]
  /** Where the first row starts. */
  next: number
  /** Lines that the header takes. */
  lines: number
}

/** Reads the header at `from`; undefined where more bytes are needed. */
export function readHeader(
  bytes: Uint8Array,
  from: number,
  end: number,
  isLast: boolean,
  limits: ReadLimits,
  delimiter: number,
): CsvHeader | undefined {
  const names: string[] = []
  let at = from
  for (;;) {
    const cell =
      bytes[at] === QUOTE && at < end
        ? quotedName(bytes, at, end, isLast, delimiter)
        : plainName(bytes, at, end, delimiter)
    if (!cell || (cell.next === end && !isLast)) return undefined
    names.push(cell.name)
    if (names.length > limits.columns) throw tooManyColumns(limits)
    at = cell.next
    if (at === end || bytes[at] !== delimiter) break
    at++
  }
  if (at + 1 === end && bytes[at] === CR && !isLast) return undefined
  if (delimiter === COMMA) requireComma(names)
  const lines = countLines(bytes, from, at) + 1
  return {
    names,
    next: at === end ? end : at + (bytes[at] === CR && bytes[at + 1] === LF && at + 1 < end ? 2 : 1),
    lines,
  }
}

interface Cell {
  name: string
  next: number
}

function plainName(bytes: Uint8Array, start: number, end: number, delimiter: number): Cell {
  let at = start
  while (at < end && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== CR) {
    if (bytes[at] === QUOTE) throw badQuote()
    at++
  }
  return { name: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, at)), next: at }
}

function quotedName(
  bytes: Uint8Array,
  start: number,
  end: number,
  isLast: boolean,
  delimiter: number,
): Cell | undefined {
  const close = closingQuote(bytes, start + 1, end)
  if (close < 0) {
    if (!isLast) return undefined
    const message = 'A quote opens in the header and is never closed.'
    throw rejectFile({ line: 1, code: 'unterminated_quote', message })
  }
  const next = close + 1
  if (next < end && bytes[next] !== delimiter && bytes[next] !== LF && bytes[next] !== CR) throw badQuote()
  // a copy: more bytes may be needed, and then the header is read again
  const content = bytes.slice(start + 1, close)
  const length = unescapeQuotes(content, 0, content.length)
  return { name: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content.subarray(0, length)), next }
}

function badQuote() {
  const rule = 'Put the whole name in quotes and write each quote inside it twice.'
  return rejectFile({ line: 1, code: 'bad_quote', message: `A quote stands inside a column name. ${rule}` })
}

function tooManyColumns(limits: ReadLimits) {
  return rejectFile({
    line: 1,
    code: 'too_many_columns',
    message: `The header has more than ${limits.columns} columns.`,
  })
}

/** A single column whose name holds another separator is a table in another dialect. */
function requireComma(names: readonly string[]): void {
  if (names.length !== 1) return
  const separator = [';', '\t', '|'].find((candidate) => names[0].includes(candidate))
  if (separator === undefined) return
  const message = `The header seems to be separated by ${JSON.stringify(separator)}. Separate the cells with commas.`
  throw rejectFile({ line: 1, code: 'wrong_separator', message })
}
