/** The canonical texts of `cell-text.ts` as bytes, written where they are wanted: no string per cell in the common cases. */
import { formatDate, formatFloat64, formatTimestamp } from './cell-text.ts'
import { civilFromDays } from './civil-time.ts'
import type { TypedColumn } from './typed-batch.ts'

/** Bytes of the longest text of a cell that is no string. */
export const LONGEST_VALUE_TEXT = 32

const MINUS = 0x2d
const DOT = 0x2e
const DIGIT_0 = 0x30
const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
/** Years 1700 to 2250, whose microseconds are exact as doubles. */
const EXACT_SECONDS = 8_000_000_000

/** Writes the text of a cell that is neither a string nor null to `out[at..)`, and says where it ends. */
export type WriteValue = (out: Uint8Array, at: number, row: number) => number

/** The writer of a column's cells; there has to be room for {@link LONGEST_VALUE_TEXT} bytes. */
export function valueWriter(column: Exclude<TypedColumn, { type: 'string' }>): WriteValue {
  switch (column.type) {
    case 'int64': {
      const words = new Int32Array(column.values.buffer, column.values.byteOffset, 2 * column.values.length)
      return (out, at, row) => {
        const value = words[2 * row + 1] * 2 ** 32 + (words[2 * row] >>> 0)
        if (Number.isSafeInteger(value)) return writeInteger(out, at, value)
        return writeText(out, at, String(column.values[row]))
      }
    }
    case 'float64':
      return (out, at, row) => writeFloat(out, at, column.values[row])
    case 'date':
      return (out, at, row) => writeDate(out, at, column.values[row])
    case 'boolean':
      return (out, at, row) => writeText(out, at, column.values[row] ? 'true' : 'false')
    case 'timestamp': {
      const words = new Int32Array(column.values.buffer, column.values.byteOffset, 2 * column.values.length)
      return (out, at, row) => {
        const micros = words[2 * row + 1] * 2 ** 32 + (words[2 * row] >>> 0)
        const seconds = Math.floor(micros / 1_000_000)
        const isPlain = Math.abs(seconds) < EXACT_SECONDS && micros === seconds * 1_000_000
        if (!isPlain) return writeText(out, at, formatTimestamp(column.values[row]))
        return writeInstant(out, at, seconds)
      }
    }
  }
}

function writeText(out: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** A safe integer. */
function writeInteger(out: Uint8Array, at: number, value: number): number {
  let rest = value
  let start = at
  if (value < 0) {
    out[start++] = MINUS
    rest = -value
  }
  let end = start
  do {
    const next = Math.floor(rest / 10)
    out[end++] = DIGIT_0 + (rest - 10 * next)
    rest = next
  } while (rest > 0)
  for (let i = start, j = end - 1; i < j; i++, j--) {
    const digit = out[i]
    out[i] = out[j]
    out[j] = digit
  }
  return end
}

/**
 * Up to six decimals and 15 digits are found by trial: if the digits divided by a power of ten give the double, they
 * are a text of it, with the fewest digits there can be, since 15 digits are never ambiguous.
 */
function writeFloat(out: Uint8Array, at: number, value: number): number {
  const size = Math.abs(value)
  if (!(size < 1e9 && size >= 1e-6)) return writeText(out, at, formatFloat64(value))
  for (let decimals = 0; decimals < POWERS.length; decimals++) {
    const digits = Math.round(size * POWERS[decimals])
    if (digits / POWERS[decimals] !== size || digits > 1e15) continue
    let start = at
    if (value < 0) out[start++] = MINUS
    return writeDecimal(out, start, digits, decimals)
  }
  return writeText(out, at, formatFloat64(value))
}

function writeDecimal(out: Uint8Array, at: number, digits: number, decimals: number): number {
  const whole = Math.floor(digits / POWERS[decimals])
  let fraction = digits - whole * POWERS[decimals]
  const point = writeInteger(out, at, whole)
  out[point] = DOT
  if (decimals === 0) {
    out[point + 1] = DIGIT_0
    return point + 2
  }
  for (let i = point + decimals; i > point; i--) {
    const next = Math.floor(fraction / 10)
    out[i] = DIGIT_0 + (fraction - 10 * next)
    fraction = next
  }
  return point + decimals + 1
}

function writeTwo(out: Uint8Array, at: number, value: number): void {
  const tens = Math.floor(value / 10)
  out[at] = DIGIT_0 + tens
  out[at + 1] = DIGIT_0 + value - 10 * tens
}

function writeDate(out: Uint8Array, at: number, days: number): number {
  const civil = civilFromDays(days)
  if (!(civil >= 0 && civil < 100_000_000)) return writeText(out, at, formatDate(days))
  const year = Math.floor(civil / 10_000)
  const month = Math.floor(civil / 100) - 100 * year
  const century = Math.floor(year / 100)
  writeTwo(out, at, century)
  writeTwo(out, at + 2, year - 100 * century)
  out[at + 4] = MINUS
  writeTwo(out, at + 5, month)
  out[at + 7] = MINUS
  writeTwo(out, at + 8, civil - 10_000 * year - 100 * month)
  return at + 10
}

function writeInstant(out: Uint8Array, at: number, seconds: number): number {
  const days = Math.floor(seconds / 86_400)
  const inDay = seconds - 86_400 * days
  const hour = Math.floor(inDay / 3600)
  const minute = Math.floor(inDay / 60) - 60 * hour
  writeDate(out, at, days)
  out[at + 10] = 0x54
  writeTwo(out, at + 11, hour)
  out[at + 13] = 0x3a
  writeTwo(out, at + 14, minute)
  out[at + 16] = 0x3a
  writeTwo(out, at + 17, inDay - 3600 * hour - 60 * minute)
  out[at + 19] = 0x5a
  return at + 20
}
