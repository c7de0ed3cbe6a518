/** Quoted cells of RFC 4180: where they end, and their content without the doubled quotes. */

const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

/** The position of the quote that closes a cell whose content begins at `from`; -1 where the bytes end before. */
export function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== QUOTE) continue
    if (at + 1 >= end || bytes[at + 1] !== QUOTE) return at
    at++
  }
  return -1
}

/** Line ends in a range; LF, CRLF and a lone CR each count once. */
export function countLines(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0
  for (let i = start; i < end; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && (i + 1 >= end || bytes[i + 1] !== LF))) lines++
  }
  return lines
}

/** Turns doubled quotes into single ones in place; returns the new end. */
export function unescapeQuotes(bytes: Uint8Array, start: number, end: number): number {
  let to = start
  for (let i = start; i < end; i++) {
    bytes[to++] = bytes[i]
    if (bytes[i] === QUOTE) i++ // its double
  }
  return to
}
