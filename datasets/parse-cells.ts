/**
 * Whole columns of text to exact types. The common forms are read from the bytes; every other cell goes through the
 * grammar of `cell-text.ts`, which decides what is allowed.
 */
import type { TextBatch } from '#core/table.ts'
import { parseNumber } from '#scoring/readers/csv/parse-number.ts'
import { parseBoolean, parseDate, parseFloat64, parseInt64, parseTimestamp } from './cell-text.ts'
import { daysFromCivil, setMicroseconds } from './civil-time.ts'
import type { TypedColumn } from './typed-batch.ts'

/** What is called for a cell that is not of the type. */
export type OnMisfit = (row: number, text: string) => void

const MINUS = 0x2d
const COLON = 0x3a
const DIGIT_0 = 0x30
/** Longer numbers may not be exact as doubles; of this length they are tested. */
const MOST_DIGITS = 16

/** Parses the cells that are not null into a column of `rowCount` rows; strings are not looked at. */
export function parseCells(
  target: TypedColumn,
  source: TextBatch,
  rowCount: number,
  onMisfit: OnMisfit,
): void {
  const view = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength)
  const text = (row: number) => view.toString('utf8', source.starts[row], source.ends[row])
  const { bytes, starts, ends } = source
  const { nulls } = target
  switch (target.type) {
    case 'string':
      return
    case 'int64': {
      const words = wordsOf(target.values)
      for (let row = 0; row < rowCount; row++) {
        if (nulls[row] || setInteger(words, row, bytes, starts[row], ends[row])) continue
        setParsed(target.values, row, parseInt64(text(row)), text, onMisfit)
      }
      return
    }
    case 'float64': {
      const { values } = target
      for (let row = 0; row < rowCount; row++) {
        if (nulls[row]) continue
        const value = parseNumber(bytes, starts[row], ends[row])
        if (Number.isFinite(value)) values[row] = value
        else setParsed(values, row, parseFloat64(text(row)), text, onMisfit)
      }
      return
    }
    case 'timestamp': {
      const words = wordsOf(target.values)
      for (let row = 0; row < rowCount; row++) {
        if (nulls[row] || setInstant(words, row, bytes, starts[row], ends[row])) continue
        setParsed(target.values, row, parseTimestamp(text(row)), text, onMisfit)
      }
      return
    }
    case 'date': {
      const { values } = target
      for (let row = 0; row < rowCount; row++) {
        if (nulls[row]) continue
        const day = ends[row] - starts[row] === 10 ? dayAt(bytes, starts[row]) : Number.NaN
        if (!Number.isNaN(day)) values[row] = day
        else setParsed(values, row, parseDate(text(row)), text, onMisfit)
      }
      return
    }
    case 'boolean':
      parseBooleans(target.values, nulls, source, rowCount, onMisfit)
  }
}

function setParsed<T extends number | bigint>(
  values: { [row: number]: T },
  row: number,
  value: T | undefined,
  text: (row: number) => string,
  onMisfit: OnMisfit,
): void {
  if (value === undefined) onMisfit(row, text(row))
  else values[row] = value
}

function parseBooleans(
  values: Uint8Array,
  nulls: Uint8Array,
  { bytes, starts, ends }: TextBatch,
  rowCount: number,
  onMisfit: OnMisfit,
): void {
  for (let row = 0; row < rowCount; row++) {
    if (nulls[row]) continue
    let text = ''
    const end = Math.min(ends[row], starts[row] + 40)
    for (let i = starts[row]; i < end; i++) text += String.fromCharCode(bytes[i])
    const value = parseBoolean(text)
    if (value === undefined) onMisfit(row, text)
    else values[row] = value ? 1 : 0
  }
}

/** The 32-bit words of 64-bit values, the lower first: a BigInt for each cell would take most of the time. */
export function wordsOf({ buffer, byteOffset, length }: BigInt64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length)
}

function setInteger(words: Int32Array, row: number, bytes: Uint8Array, start: number, end: number): boolean {
  const isNegative = bytes[start] === MINUS
  let at = isNegative ? start + 1 : start
  if (at >= end || end - at > MOST_DIGITS) return false
  let value = 0
  for (; at < end; at++) {
    const digit = bytes[at] - DIGIT_0
    if (digit < 0 || digit > 9) return false
    value = 10 * value + digit
  }
  if (value > Number.MAX_SAFE_INTEGER) return false
  if (isNegative) value = -value
  words[2 * row] = value // stored modulo 2^32
  words[2 * row + 1] = Math.floor(value / 2 ** 32)
  return true
}

/** `YYYY-MM-DD` as days since 1970, NaN where it is not just that. */
function dayAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return Number.NaN
  const year = 100 * twoDigits(bytes, at) + twoDigits(bytes, at + 2)
  return daysFromCivil(year, twoDigits(bytes, at + 5), twoDigits(bytes, at + 8))
}

/** NaN unless both are digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - DIGIT_0
  const ones = bytes[at + 1] - DIGIT_0
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN
}

/** `YYYY-MM-DDTHH:MM:SS` with `T` or a space, with `Z` or without, and nothing else. */
function setInstant(words: Int32Array, row: number, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length !== 19 && !(length === 20 && bytes[start + 19] === 0x5a)) return false
  if (bytes[start + 10] !== 0x54 && bytes[start + 10] !== 0x20) return false
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false
  const day = dayAt(bytes, start)
  const hour = twoDigits(bytes, start + 11)
  const minute = twoDigits(bytes, start + 14)
  const second = twoDigits(bytes, start + 17)
  // NaN is in no range
  if (!(hour <= 23 && minute <= 59 && second <= 59) || Number.isNaN(day)) return false
  setMicroseconds(words, row, 86_400 * day + 3600 * hour + 60 * minute + second, 0)
  return true
}
