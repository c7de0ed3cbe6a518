/** Decimal text to the nearest double, bit for bit what `Number()` gives, without a string in all but rare cases. */

import { MOST_EXPONENT, powersOfTen } from './powers.ts'

const POWERS = Float64Array.from({ length: 23 }, (_, k) => 10 ** k) // each is exact
const DOT = 0x2e
const TWO_53 = 2 ** 53

/** A literal's digits as an integer `high * 10^lowDigits + low` and its power of ten. */
interface Literal {
  high: number
  low: number
  lowDigits: number
  exponent: number
  /** Significant digits beyond the 30 that `high` and `low` hold. */
  isLong: boolean
}

const literal: Literal = { high: 0, low: 0, lowDigits: 0, exponent: 0, isLong: false }

/**
 * The double nearest to the literal in `bytes[start..end)`, ties to even; NaN where it is no literal. A literal is an
 * optional sign, digits with at most one point (at least one digit), and an optional exponent; or `inf`, `infinity` or
 * `nan` in any case. Spaces, hexadecimal and digit separators are not part of it. `isNanLiteral` tells a written NaN
 * from a bad cell.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  const isNegative = bytes[at] === 0x2d
  if ((isNegative || bytes[at] === 0x2b) && at < end) at++
  const magnitude = isDigitOrDot(bytes[at]) ? parseMagnitude(bytes, at, end) : parseWord(bytes, at, end)
  return isNegative ? -magnitude : magnitude
}

/** Whether the cell says `nan` in any case, with an optional sign. */
export function isNanLiteral(bytes: Uint8Array, start: number, end: number): boolean {
  return /^[+-]?nan$/i.test(textOf(bytes, start, Math.min(end, start + 8))) && end - start <= 4
}

function parseWord(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 3 && end - start !== 8) return Number.NaN
  const word = textOf(bytes, start, end).toLowerCase()
  return word === 'inf' || word === 'infinity' ? Number.POSITIVE_INFINITY : Number.NaN
}

function parseMagnitude(bytes: Uint8Array, start: number, end: number): number {
  if (!readLiteral(bytes, start, end)) return Number.NaN
  const { high, low, lowDigits, exponent, isLong } = literal
  if (high === 0 && lowDigits === 0) return 0
  if (!isLong) {
    if (lowDigits === 0 && exponent >= -22 && exponent <= 22) {
      // one correctly rounded operation on two exact numbers; high has at most 15 digits
      return exponent < 0 ? high / POWERS[-exponent] : high * POWERS[exponent]
    }
    if (lowDigits <= 7 && Math.abs(exponent) <= MOST_EXPONENT) {
      const product = scale(high, low, lowDigits, exponent)
      if (!Number.isNaN(product)) return product
    }
  }
  return Number(textOf(bytes, start, end))
}

/** Splits the digits: the first 15 significant ones into `high`, the next 15 into `low`. False where it is no literal. */
function readLiteral(bytes: Uint8Array, start: number, end: number): boolean {
  let high = 0
  let low = 0
  let lowDigits = 0
  let highDigits = 0
  let dropped = 0
  let point = -1
  let digits = 0
  let at = start
  for (; at < end; at++) {
    const digit = bytes[at] - 0x30
    if (digit >= 0 && digit <= 9) {
      digits++
      if (highDigits < 15) {
        high = high * 10 + digit
        if (high !== 0) highDigits++
      } else if (lowDigits < 15) {
        low = low * 10 + digit
        lowDigits++
      } else dropped++
    } else if (bytes[at] === DOT && point < 0) point = digits
    else break
  }
  if (digits === 0) return false
  literal.high = high
  literal.low = low
  literal.lowDigits = lowDigits
  literal.isLong = dropped > 0
  literal.exponent = (point < 0 ? 0 : point - digits) + dropped
  return at === end || readExponent(bytes, at, end)
}

function readExponent(bytes: Uint8Array, start: number, end: number): boolean {
  if ((bytes[start] | 0x20) !== 0x65) return false
  let at = start + 1
  const isNegative = bytes[at] === 0x2d
  if (at < end && (isNegative || bytes[at] === 0x2b)) at++
  if (at >= end) return false
  let exponent = 0
  for (; at < end; at++) {
    const digit = bytes[at] - 0x30
    if (digit < 0 || digit > 9) return false
    exponent = Math.min(exponent * 10 + digit, 1_000_000)
  }
  literal.exponent += isNegative ? -exponent : exponent
  return true
}

/**
 * (high * 10^lowDigits + low) * 10^exponent in double-double arithmetic (Dekker 1971), or NaN where the result is not
 * proven to be the nearest double. The first factor has at most 22 digits (74 bits), so its sum of two doubles is exact;
 * the power's relative error is below 2^-105 and the product's below 2^-100. If moving the product by 2^-90 of itself
 * either way rounds to the same double, so does the exact value.
 */
function scale(high: number, low: number, lowDigits: number, exponent: number): number {
  const { high: powers, low: rests } = powersOfTen()
  const shift = POWERS[lowDigits]
  const shifted = high * shift
  const shiftError = high < TWO_53 / shift ? 0 : errorOfProduct(high, shift, shifted)
  const tail = shiftError + low // both are integers below 2^53
  const n = shifted + tail
  const nRest = tail - (n - shifted)
  const power = powers[exponent + MOST_EXPONENT]
  const q = n * power
  const qRest = errorOfProduct(n, power, q) + (n * rests[exponent + MOST_EXPONENT] + nRest * power)
  const slack = q * 2 ** -90
  const below = q + (qRest - slack)
  return below === q + (qRest + slack) ? below : Number.NaN
}

/** What rounding took from a * b (Veltkamp's split). */
function errorOfProduct(a: number, b: number, product: number): number {
  const aBig = a * 134217729
  const aHigh = aBig - (aBig - a)
  const aLow = a - aHigh
  const bBig = b * 134217729
  const bHigh = bBig - (bBig - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

function isDigitOrDot(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === DOT
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i])
  return text
}
