/** The escapes of JSON strings. */

const BACKSLASH = 0x5c
const SIMPLE = new Map<number, number>([
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x2f, 0x2f],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
])

/**
 * Resolves the escapes of `bytes[start..end)` in place, which never makes them longer; returns the new end, or 0 where
 * an escape is not one of JSON's or leaves half of a surrogate pair, which no UTF-8 can hold.
 */
export function unescapeString(bytes: Uint8Array, start: number, end: number): number {
  let to = start
  for (let at = start; at < end; ) {
    const byte = bytes[at]
    if (byte !== BACKSLASH) {
      bytes[to++] = byte
      at++
      continue
    }
    const simple = SIMPLE.get(bytes[at + 1])
    if (simple !== undefined) {
      bytes[to++] = simple
      at += 2
      continue
    }
    const unit = unitAt(bytes, at, end)
    if (unit < 0) return 0
    at += 6
    let codePoint = unit
    if (unit >= 0xd800 && unit < 0xe000) {
      const low = unit < 0xdc00 ? unitAt(bytes, at, end) : -1
      if (low < 0xdc00 || low >= 0xe000) return 0
      codePoint = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
      at += 6
    }
    to = writeCodePoint(bytes, to, codePoint)
  }
  return to
}

/** The UTF-16 unit of a `\uXXXX` at `at`, or -1. */
function unitAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return -1
  let unit = 0
  for (let i = at + 2; i < at + 6; i++) {
    const digit = Number.parseInt(String.fromCharCode(bytes[i]), 16)
    if (Number.isNaN(digit)) return -1
    unit = unit * 16 + digit
  }
  return unit
}

function writeCodePoint(bytes: Uint8Array, at: number, codePoint: number): number {
  let to = at
  if (codePoint < 0x80) bytes[to++] = codePoint
  else if (codePoint < 0x800) {
    bytes[to++] = 0xc0 | (codePoint >> 6)
    bytes[to++] = 0x80 | (codePoint & 63)
  } else if (codePoint < 0x10000) {
    bytes[to++] = 0xe0 | (codePoint >> 12)
    bytes[to++] = 0x80 | ((codePoint >> 6) & 63)
    bytes[to++] = 0x80 | (codePoint & 63)
  } else {
    bytes[to++] = 0xf0 | (codePoint >> 18)
    bytes[to++] = 0x80 | ((codePoint >> 12) & 63)
    bytes[to++] = 0x80 | ((codePoint >> 6) & 63)
    bytes[to++] = 0x80 | (codePoint & 63)
  }
  return to
}
