/** Typed Parquet values as the text that the same table's CSV would have. */
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { halfAt } from './half.ts'
import { CellError, PageError } from './page-error.ts'
import type { Physical } from './physical.ts'
import type { TextWriter } from './text-writer.ts'

/**
 * Adds value `i`: whole numbers as decimal digits, booleans as `true` and `false`, floats as the shortest literal that
 * reads back the same (`1`, not `1.0`), decimals with all their places, dates and times as ISO 8601 (stamps in UTC).
 */
export function writeText(from: Physical, i: number, type: ColumnType, writer: TextWriter): void {
  const { meaning, physical } = type
  if (meaning.is !== 'signed' && meaning.is !== 'unsigned') writer.ascii(textOf(from, i, type))
  else writeInteger(from, i, physical === PHYSICAL.int64, meaning.is === 'unsigned', writer)
}

function textOf(from: Physical, i: number, { meaning, physical }: ColumnType): string {
  switch (meaning.is) {
    case 'boolean':
      return from.words[i] ? 'true' : 'false'
    case 'float':
      return physical === PHYSICAL.float ? shortestSingle(from.doubles[i]) : floatText(from.doubles[i])
    case 'half':
      return floatText(halfAt(from.bytes, from.starts[i]))
    case 'decimal':
      return decimalText(bigInteger(from, i, physical), meaning)
    case 'date':
      return isoDate(from.words[i])
    case 'timestamp':
      return isoStamp(bigInteger(from, i, physical), BigInt(meaning.perSecond))
    case 'time':
      return timeOfDay(bigInteger(from, i, physical), BigInt(meaning.perSecond))
    case 'int96':
      return isoInt96(from, i)
    case 'uuid':
      return uuidText(from.bytes.subarray(from.starts[i], from.ends[i]))
    default:
      throw new PageError('a value that has no text')
  }
}

function writeInteger(
  from: Physical,
  i: number,
  isLong: boolean,
  isUnsigned: boolean,
  writer: TextWriter,
): void {
  const low = from.words[isLong ? 2 * i : i]
  if (!isLong) {
    writer.integer(isUnsigned ? low >>> 0 : low)
    return
  }
  const high = isUnsigned ? from.words[2 * i + 1] >>> 0 : from.words[2 * i + 1]
  if (high >= -0x100000 && high < 0x200000) writer.integer(high * 4294967296 + (low >>> 0))
  else writer.ascii(String((BigInt(high) << 32n) | BigInt(low >>> 0)))
}

/** The unscaled integer of a decimal, or the count of a time; big-endian in byte arrays. */
function bigInteger(from: Physical, i: number, physical: number): bigint {
  if (physical === PHYSICAL.int32) return BigInt(from.words[i])
  if (physical === PHYSICAL.int64)
    return (BigInt(from.words[2 * i + 1]) << 32n) | BigInt(from.words[2 * i] >>> 0)
  const bytes = from.bytes.subarray(from.starts[i], from.ends[i])
  if (bytes.length === 0 || bytes.length > 64) throw new PageError(`a decimal of ${bytes.length} bytes`)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`))
}

function decimalText(unscaled: bigint, { scale, precision }: { scale: number; precision: number }): string {
  const sign = unscaled < 0n ? '-' : ''
  const plain = String(unscaled < 0n ? -unscaled : unscaled)
  if (plain.length > precision) throw new PageError(`a decimal of more than ${precision} digits`)
  const digits = plain.padStart(scale + 1, '0')
  if (scale === 0) return sign + digits
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
  return value > 0 ? 'inf' : '-inf'
}

/** The shortest decimal that reads back as the same 32-bit float; nine digits always do. */
function shortestSingle(value: number): string {
  if (!Number.isFinite(value)) return floatText(value)
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return floatText(shorter)
  }
  return floatText(Number(value.toPrecision(9)))
}

/** Most columns have few different days, and a `Date` takes ten times as long as to find its text again. */
const datesKnown = new Map<number, string>()
const MOST_DATES = 50_000

function isoDate(days: number): string {
  const known = datesKnown.get(days)
  if (known !== undefined) return known
  const text = isoDateAnew(days)
  if (datesKnown.size === MOST_DATES) datesKnown.clear()
  datesKnown.set(days, text)
  return text
}

function isoDateAnew(days: number): string {
  const date = new Date(days * 86_400_000)
  if (Number.isNaN(date.getTime())) {
    const advice = 'Replace it by a date of the calendar, or by nothing.'
    throw new CellError(
      'date_out_of_range',
      `A date lies beyond all years, as an infinite one does. ${advice}`,
    )
  }
  return date.toISOString().slice(0, -14)
}

function isoStamp(count: bigint, perSecond: bigint): string {
  const perDay = perSecond * 86_400n
  const rest = ((count % perDay) + perDay) % perDay
  return `${isoDate(Number((count - rest) / perDay))}T${isoTime(rest, perSecond)}Z`
}

function timeOfDay(count: bigint, perSecond: bigint): string {
  if (count < 0n || count >= 86_400n * perSecond) throw new PageError('a time that no day has')
  return isoTime(count, perSecond)
}

function isoTime(count: bigint, perSecond: bigint): string {
  const seconds = Number(count / perSecond)
  const places = String(perSecond).length - 1
  const fraction = String(count % perSecond)
    .padStart(places, '0')
    .replace(/0+$/, '')
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60]
  const clock = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
  return fraction === '' ? clock : `${clock}.${fraction}`
}

function isoInt96(from: Physical, i: number): string {
  const view = new DataView(from.bytes.buffer, from.bytes.byteOffset + from.starts[i], 12)
  const nanoseconds = view.getBigUint64(0, true)
  const days = BigInt(view.getUint32(8, true)) - 2_440_588n // the Julian day of 1970-01-01
  return isoStamp(days * 86_400_000_000_000n + nanoseconds, 1_000_000_000n)
}

function uuidText(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
