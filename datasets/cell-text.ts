/** The text of typed cells: the exact grammar accepted when reading and the one canonical form written. */
import type { ColumnType } from './schema.ts'
import type { TypedColumn } from './typed-batch.ts'

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const DAY_US = 86_400_000_000n

const INT = /^[+-]?\d{1,40}$/
const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const NOT_FINITE = /^([+-]?)(?:(inf|infinity)|nan)$/i
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/

/** A decimal integer within 64 bits, or undefined. Leading zeros and `+` are read; inference does not suggest them. */
export function parseInt64(text: string): bigint | undefined {
  if (!INT.test(text)) return undefined
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return value >= INT64_MIN && value <= INT64_MAX ? value : undefined
}

/** A decimal number with `.`; `NaN`, `inf`, `-inf` in any case. Undefined for anything else and for `1e999`. */
export function parseFloat64(text: string): number | undefined {
  if (FLOAT.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  const special = NOT_FINITE.exec(text)
  if (!special) return undefined
  if (!special[2]) return Number.NaN
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** `true`, `True`, `TRUE` and their opposites; 0 and 1 are integers. */
export function parseBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === 'True' || text === 'TRUE') return true
  if (text === 'false' || text === 'False' || text === 'FALSE') return false
  return undefined
}

/** Days since 1970-01-01 of a proleptic Gregorian date, or undefined when there is no such day. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return Math.round(date.getTime() / 86_400_000)
}

/** `YYYY-MM-DD` as days since 1970-01-01, or undefined. */
export function parseDate(text: string): number | undefined {
  const part = DATE.exec(text)
  return part ? dayNumber(Number(part[1]), Number(part[2]), Number(part[3])) : undefined
}

function zoneMinutes(zone: string | undefined): number | undefined {
  if (!zone || zone === 'Z' || zone === 'UTC') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  if (hours > 23 || minutes > 59) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}

/**
 * ISO 8601 with `T` or a space, as UTC microseconds since 1970. No zone means UTC; a date alone means midnight.
 * Undefined when it is no instant, or finer than a microsecond (it could not be stored without loss).
 */
export function parseTimestamp(text: string): bigint | undefined {
  const part = TIMESTAMP.exec(text)
  if (!part) return undefined
  const days = dayNumber(Number(part[1]), Number(part[2]), Number(part[3]))
  const [hour, minute, second] = [part[4], part[5], part[6]].map((p) => Number(p ?? '0'))
  const zone = zoneMinutes(part[8])
  if (days === undefined || zone === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = (part[7] ?? '').padEnd(9, '0')
  if (!fraction.endsWith('000')) return undefined
  const seconds = BigInt(days) * 86_400n + BigInt(hour * 3600 + (minute - zone) * 60 + second)
  const micros = seconds * 1_000_000n + BigInt(fraction.slice(0, 6))
  return micros >= -62_167_219_200_000_000n && micros <= 253_402_300_799_999_999n ? micros : undefined
}

/**
 * Shortest decimal text that reads back as the same double. It always has a `.`, an `e` or is `NaN`, `inf`, `-inf`,
 * so that a reader who guesses types does not take a column of whole numbers for integers.
 */
export function formatFloat64(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** Days since 1970-01-01 as `YYYY-MM-DD`. */
export function formatDate(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10)
}

/** UTC microseconds as `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`; the fraction only where it is not zero. */
export function formatTimestamp(micros: bigint): string {
  const inDay = ((micros % DAY_US) + DAY_US) % DAY_US
  const days = Number((micros - inDay) / DAY_US)
  const seconds = Number(inDay / 1_000_000n)
  const fraction = Number(inDay % 1_000_000n)
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${formatDate(days)}T${clock}${fraction ? `.${String(fraction).padStart(6, '0')}` : ''}Z`
}

/** Whether inference may read this text as the type: stricter than parsing, so that `007` and `+49` stay strings. */
export function looksLike(type: Exclude<ColumnType, 'string'>, text: string): boolean {
  switch (type) {
    case 'int64':
      return /^(?:0|-?[1-9]\d{0,18})$/.test(text) && parseInt64(text) !== undefined
    case 'float64': {
      const plain = /^-?(?:0|[1-9]\d*)?(?:\.\d+|\.)?(?:[eE][+-]?\d+)?$/.test(text) && /\d/.test(text)
      // whole numbers beyond 64 bits would be rounded: more likely identifiers
      if (/^-?\d{17,}$/.test(text)) return false
      return (plain || NOT_FINITE.test(text)) && parseFloat64(text) !== undefined
    }
    case 'boolean':
      return parseBoolean(text) !== undefined
    case 'date':
      return parseDate(text) !== undefined
    case 'timestamp':
      return text.length > 10 && parseTimestamp(text) !== undefined
  }
}

/** The canonical text of a cell, or null. This is what the CSV holds (before quoting) and what pages show. */
export function cellText(column: TypedColumn, row: number): string | null {
  if (column.nulls[row]) return null
  switch (column.type) {
    case 'string': {
      const { bytes } = column
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      return view.toString('utf8', column.starts[row], column.ends[row])
    }
    case 'float64':
      return formatFloat64(column.values[row])
    case 'date':
      return formatDate(column.values[row])
    case 'boolean':
      return column.values[row] ? 'true' : 'false'
    case 'timestamp':
      return formatTimestamp(column.values[row])
    case 'int64':
      return String(column.values[row])
  }
}
