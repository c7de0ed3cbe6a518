/** Which byte stands between the cells of a delimited text. */

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** The byte of a comma, the delimiter of the standard. */
export const COMMA = 0x2c

/** Delimiters that are found by looking, in the order of preference where several fit equally well. */
export const DELIMITERS = [',', '\t', ';', '|'] as const

/** One of {@link DELIMITERS}. */
export type Delimiter = (typeof DELIMITERS)[number]

/** Rows that are looked at; more would not make a doubtful file any clearer. */
const ROWS = 200

/** What people call it. */
export function delimiterName(byte: number): string {
  if (byte === COMMA) return 'comma'
  if (byte === 0x09) return 'tab'
  return byte === 0x3b ? 'semicolon' : 'vertical bar'
}

/**
 * The delimiter of a text, from its beginning: the one by which the most rows have as many cells as the header, if
 * these are two or more; among equals the one that makes more columns, then a comma. A comma where nothing else fits,
 * which is also right for a table of one column.
 *
 * @param head the first bytes, without a byte order mark
 * @param isWhole the text ends with `head`; otherwise its last row counts as cut off
 */
export function detectDelimiter(head: Uint8Array, isWhole: boolean): Delimiter {
  let best: Delimiter = ','
  let bestShare = 0
  let bestWidth = 1
  for (const candidate of DELIMITERS) {
    const widths = rowWidths(head, candidate.charCodeAt(0), isWhole)
    const [width = 0, ...rows] = widths
    if (width < 2) continue
    const share = rows.length === 0 ? 1 : rows.filter((cells) => cells === width).length / rows.length
    if (share < bestShare || (share === bestShare && width <= bestWidth)) continue
    best = candidate
    bestShare = share
    bestWidth = width
  }
  return best
}

/** Cells of the header and the first rows; empty lines do not count. */
function rowWidths(bytes: Uint8Array, delimiter: number, isWhole: boolean): number[] {
  const widths: number[] = []
  let cells = 1
  let cellStart = 0
  let rowStart = 0
  let isQuoted = false
  for (let at = 0; at < bytes.length && widths.length <= ROWS; at++) {
    const byte = bytes[at]
    if (isQuoted) {
      if (byte === QUOTE) isQuoted = false // the second of a doubled one opens again, for it stands at a cell's "start"
    } else if (byte === QUOTE && (at === cellStart || bytes[at - 1] === QUOTE)) isQuoted = true
    else if (byte === delimiter) {
      cells++
      cellStart = at + 1
    } else if (byte === LF || byte === CR) {
      if (at > rowStart) widths.push(cells)
      cells = 1
      cellStart = at + 1
      rowStart = at + 1
    }
  }
  const isOneRow = widths.length === 0
  if ((isWhole || isOneRow) && rowStart < bytes.length && widths.length <= ROWS) widths.push(cells)
  return widths
}
