/** Which types of the standard the text of a cell could be, told from its bytes. */
import { looksLike } from '../cell-text.ts'
import { daysFromCivil } from '../civil-time.ts'

/** Types in the order in which they are preferred; the bit of a type in a mask is 1 shifted by its position here. */
export const CANDIDATES = ['boolean', 'int64', 'float64', 'date', 'timestamp'] as const

/** One of {@link CANDIDATES}. */
export type Candidate = (typeof CANDIDATES)[number]

const [BOOLEAN, INT64, FLOAT64, DATE, TIMESTAMP] = CANDIDATES.map((_, i) => 1 << i)

/** The mask of some types. */
export function maskOf(types: readonly Candidate[]): number {
  return types.reduce((mask, type) => mask | (1 << CANDIDATES.indexOf(type)), 0)
}

/** No number, date or instant is longer. */
const LONGEST_VALUE = 64
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30

/**
 * The types that `looksLike` grants the text in `bytes[start..end)`, as a mask; of those in `wanted` only where finding
 * out takes longer. Plain numbers and dates, which are most of them, are told without making a string.
 */
export function cellClass(bytes: Buffer, start: number, end: number, wanted: number): number {
  const size = end - start
  if (size === 0 || size > LONGEST_VALUE) return 0
  const first = bytes[start]
  const isNegative = first === MINUS
  const from = isNegative ? start + 1 : start
  let at = digitsEnd(bytes, from, end)
  const digits = at - from
  const isPlain = digits === 0 || bytes[from] !== ZERO || digits === 1
  if (at === end) {
    if (digits === 0 || !isPlain) return 0
    if (digits < 17) return isNegative && bytes[from] === ZERO ? FLOAT64 : INT64 | FLOAT64
    // 17 and more digits would lose some as a double: not a measurement, more likely an identifier
    return digits < 19 ? INT64 : slowClass(bytes, start, end, wanted)
  }
  if (bytes[at] === POINT) {
    at = digitsEnd(bytes, at + 1, end)
    if (at === end) return isPlain && size > (isNegative ? 2 : 1) ? FLOAT64 : 0
    return slowClass(bytes, start, end, wanted)
  }
  if (digits === 4 && bytes[at] === MINUS && !isNegative) {
    if (size === 10) return dateClass(bytes, start)
    if (isPlainInstant(bytes, start, size)) return TIMESTAMP
  }
  if (digits === 0 && !isNegative && !mayBeWord(first, size)) return 0
  return slowClass(bytes, start, end, wanted)
}

function digitsEnd(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] - ZERO) >>> 0 < 10) at++
  return at
}

/** Whether a text that begins so may be true, false, NaN, inf or +inf. */
function mayBeWord(first: number, size: number): boolean {
  const letter = first | 0x20
  return (
    size <= 9 && (letter === 0x74 || letter === 0x66 || letter === 0x6e || letter === 0x69 || first === 0x2b)
  )
}

/** Ten bytes that begin like a date. */
function dateClass(bytes: Buffer, at: number): number {
  const digit = (i: number) => bytes[at + i] - ZERO
  for (const i of [5, 6, 8, 9]) if (digit(i) >>> 0 > 9) return 0
  if (bytes[at + 7] !== MINUS) return 0
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
  return Number.isNaN(daysFromCivil(year, digit(5) * 10 + digit(6), digit(8) * 10 + digit(9))) ? 0 : DATE
}

/** `YYYY-MM-DDTHH:MM:SS`, or with a space, with a Z behind it or without. */
function isPlainInstant(bytes: Buffer, at: number, size: number): boolean {
  if (size !== 19 && !(size === 20 && bytes[at + 19] === 0x5a)) return false
  if ((bytes[at + 10] !== 0x54 && bytes[at + 10] !== 0x20) || dateClass(bytes, at) === 0) return false
  const pair = (i: number, most: number) => {
    const [tens, ones] = [bytes[at + i] - ZERO, bytes[at + i + 1] - ZERO]
    return tens >>> 0 < 10 && ones >>> 0 < 10 && tens * 10 + ones <= most
  }
  const isClock = bytes[at + 13] === 0x3a && bytes[at + 16] === 0x3a
  return isClock && pair(11, 23) && pair(14, 59) && pair(17, 59)
}

function slowClass(bytes: Buffer, start: number, end: number, wanted: number): number {
  if ((wanted & (BOOLEAN | INT64 | FLOAT64 | TIMESTAMP)) === 0) return 0
  const text = bytes.toString('latin1', start, end)
  let mask = 0
  for (let i = 0; i < CANDIDATES.length; i++) {
    if ((wanted & (1 << i)) !== 0 && looksLike(CANDIDATES[i], text)) mask |= 1 << i
  }
  return mask
}
