/** What the values of a Parquet column mean. */
import { quoted, rejectFile } from '../reject.ts'
import { integerField, sizeField, structField, type ThriftStruct } from './thrift.ts'

/** Physical types by their numbers in the format. */
export const PHYSICAL = {
  boolean: 0,
  int32: 1,
  int64: 2,
  int96: 3,
  float: 4,
  double: 5,
  byteArray: 6,
  fixed: 7,
} as const

export type Meaning =
  | { is: 'text' }
  | { is: 'boolean' }
  | { is: 'signed' }
  | { is: 'unsigned' }
  | { is: 'float' }
  | { is: 'half' }
  | { is: 'uuid' }
  | { is: 'decimal'; scale: number }
  | { is: 'date' }
  /** `perSecond` units since 1970, UTC or local alike. */
  | { is: 'timestamp'; perSecond: number }
  | { is: 'time'; perSecond: number }
  /** Nanoseconds of a day and a Julian day number, as Spark and Impala wrote. */
  | { is: 'int96' }

export interface ColumnType {
  physical: number
  /** Bytes per value of a fixed-length column; 0 otherwise. */
  fixedLength: number
  meaning: Meaning
}

export function columnTypeOf(element: ThriftStruct, name: string): ColumnType {
  const physical = integerField(element, 1)
  const fixedLength =
    physical === PHYSICAL.fixed ? sizeField(element, 2) : physical === PHYSICAL.int96 ? 12 : 0
  if (
    physical < 0 ||
    physical > 7 ||
    (physical === PHYSICAL.fixed && (fixedLength < 1 || fixedLength > 4096))
  ) {
    const message = `The column ${quoted(name)} has a type that is not known.`
    throw rejectFile({ column: name, code: 'unsupported_type', message })
  }
  return { physical, fixedLength, meaning: meaningOf(element, physical, fixedLength) }
}

/** Fields of the LogicalType union. */
const LOGICAL = { decimal: 5, date: 6, time: 7, timestamp: 8, integer: 10, uuid: 14, half: 15 } as const

function meaningOf(element: ThriftStruct, physical: number, fixedLength: number): Meaning {
  const logical = structField(element, 10)
  const converted = integerField(element, 6, -1)
  const isInteger = physical === PHYSICAL.int32 || physical === PHYSICAL.int64
  if (physical === PHYSICAL.boolean) return { is: 'boolean' }
  if (physical === PHYSICAL.float || physical === PHYSICAL.double) return { is: 'float' }
  if (physical === PHYSICAL.int96) return { is: 'int96' }
  if (logical?.has(LOGICAL.decimal) || converted === 5) {
    const scale = structField(logical ?? new Map(), LOGICAL.decimal) ?? new Map()
    return { is: 'decimal', scale: Math.min(sizeField(scale, 1, sizeField(element, 7, 0)), 1000) }
  }
  if (isInteger) return integerMeaning(logical, converted)
  if (fixedLength === 16 && logical?.has(LOGICAL.uuid)) return { is: 'uuid' }
  if (fixedLength === 2 && logical?.has(LOGICAL.half)) return { is: 'half' }
  return { is: 'text' }
}

function integerMeaning(logical: ThriftStruct | undefined, converted: number): Meaning {
  if (logical?.has(LOGICAL.date) || converted === 6) return { is: 'date' }
  const stamp = logical && structField(logical, LOGICAL.timestamp)
  if (stamp) return { is: 'timestamp', perSecond: perSecond(stamp) }
  if (converted === 9 || converted === 10) return { is: 'timestamp', perSecond: converted === 9 ? 1e3 : 1e6 }
  const time = logical && structField(logical, LOGICAL.time)
  if (time) return { is: 'time', perSecond: perSecond(time) }
  if (converted === 7 || converted === 8) return { is: 'time', perSecond: converted === 7 ? 1e3 : 1e6 }
  const integer = logical && structField(logical, LOGICAL.integer)
  const isUnsigned = integer ? integer.get(2) === false : converted >= 11 && converted <= 14
  return { is: isUnsigned ? 'unsigned' : 'signed' }
}

/** The unit is a union of empty structs: 1 milliseconds, 2 microseconds, 3 nanoseconds. */
function perSecond(type: ThriftStruct): number {
  const unit = structField(type, 2)
  if (unit?.has(3)) return 1e9
  return unit?.has(2) ? 1e6 : 1e3
}
