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
  /** Integers of 8, 16, 32 or 64 bits. */
  | { is: 'signed'; bits: number }
  | { is: 'unsigned'; bits: number }
  | { is: 'float' }
  | { is: 'half' }
  | { is: 'uuid' }
  /** At most `precision` digits, `scale` of them behind the point. */
  | { is: 'decimal'; scale: number; precision: number }
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

/** @throws GrandstandError `file_rejected` for a type that is not known, or that the format does not allow */
export function columnTypeOf(element: ThriftStruct, name: string): ColumnType {
  const physical = integerField(element, 1)
  const fixedLength =
    physical === PHYSICAL.fixed ? sizeField(element, 2) : physical === PHYSICAL.int96 ? 12 : 0
  const isKnown = physical >= 0 && physical <= 7
  if (!isKnown || (physical === PHYSICAL.fixed && (fixedLength < 1 || fixedLength > 4096)))
    throw unsupported(name, 'has a type that is not known')
  const meaning = declaredMeaning(element, name) ?? plainMeaning(physical)
  if (!isAllowed(meaning, physical, fixedLength))
    throw unsupported(name, `is declared as ${meaning.is}, which its stored values cannot be`)
  return { physical, fixedLength, meaning }
}

function unsupported(name: string, what: string) {
  const message = `The column ${quoted(name)} ${what}. Write it as strings or numbers.`
  return rejectFile({ column: name, code: 'unsupported_type', message })
}

/** What the annotations say. Writers give the newer one, the older one, or both, which must agree. */
function declaredMeaning(element: ThriftStruct, name: string): Meaning | undefined {
  const logical = structField(element, 10)
  const newer = logical && logicalMeaning(logical)
  const older = convertedMeaning(element)
  if (newer === 'opaque' || older === 'opaque')
    throw unsupported(name, 'has a type that is neither text nor number')
  if (newer && older && JSON.stringify(newer) !== JSON.stringify(older))
    throw unsupported(name, `is declared as two types, ${newer.is} and ${older.is}, that differ`)
  return newer ?? older
}

/** Without annotations. */
function plainMeaning(physical: number): Meaning {
  switch (physical) {
    case PHYSICAL.boolean:
      return { is: 'boolean' }
    case PHYSICAL.int32:
      return { is: 'signed', bits: 32 }
    case PHYSICAL.int64:
      return { is: 'signed', bits: 64 }
    case PHYSICAL.int96:
      return { is: 'int96' }
    case PHYSICAL.float:
    case PHYSICAL.double:
      return { is: 'float' }
    default:
      return { is: 'text' }
  }
}

/** The newer annotation: a union of structs. Bytes that are neither a number nor a text are opaque. */
function logicalMeaning(logical: ThriftStruct): Meaning | 'opaque' | undefined {
  const [field] = logical.keys()
  const detail = (field !== undefined && structField(logical, field)) || new Map()
  switch (field) {
    case 1: // string
    case 4: // enum
    case 12: // JSON
      return { is: 'text' }
    case 5:
      return { is: 'decimal', scale: sizeField(detail, 1, 0), precision: sizeField(detail, 2) }
    case 6:
      return { is: 'date' }
    case 7:
      return { is: 'time', perSecond: perSecond(detail) }
    case 8:
      return { is: 'timestamp', perSecond: perSecond(detail) }
    case 10:
      return { is: detail.get(2) === false ? 'unsigned' : 'signed', bits: integerField(detail, 1) }
    case 14:
      return { is: 'uuid' }
    case 15:
      return { is: 'half' }
    case 13: // BSON
    case 16: // variant
    case 17: // geometry
    case 18: // geography
      return 'opaque'
    default:
      return undefined
  }
}

/** The older annotation: a number. */
function convertedMeaning(element: ThriftStruct): Meaning | 'opaque' | undefined {
  const converted = integerField(element, 6, -1)
  if (converted >= 11 && converted <= 14) return { is: 'unsigned', bits: 8 << (converted - 11) }
  if (converted >= 15 && converted <= 18) return { is: 'signed', bits: 8 << (converted - 15) }
  switch (converted) {
    case 0: // UTF-8
    case 4: // enum
    case 19: // JSON
      return { is: 'text' }
    case 5:
      return { is: 'decimal', scale: sizeField(element, 7, 0), precision: sizeField(element, 8, 0) }
    case 6:
      return { is: 'date' }
    case 7:
    case 8:
      return { is: 'time', perSecond: converted === 7 ? 1e3 : 1e6 }
    case 9:
    case 10:
      return { is: 'timestamp', perSecond: converted === 9 ? 1e3 : 1e6 }
    case 20: // BSON
    case 21: // interval
      return 'opaque'
    default:
      return undefined
  }
}

/** The unit is a union of empty structs: 1 milliseconds, 2 microseconds, 3 nanoseconds. */
function perSecond(type: ThriftStruct): number {
  const unit = structField(type, 2)
  if (unit?.has(3)) return 1e9
  return unit?.has(2) ? 1e6 : 1e3
}

/** Whether values of the physical type can mean that. */
function isAllowed(meaning: Meaning, physical: number, fixedLength: number): boolean {
  switch (meaning.is) {
    case 'signed':
    case 'unsigned':
      if (physical === PHYSICAL.int64) return meaning.bits === 64
      return physical === PHYSICAL.int32 && [8, 16, 32].includes(meaning.bits)
    case 'decimal':
      return isDecimal(meaning, physical)
    case 'date':
      return physical === PHYSICAL.int32
    case 'timestamp':
      return physical === PHYSICAL.int64
    case 'time':
      return physical === (meaning.perSecond === 1e3 ? PHYSICAL.int32 : PHYSICAL.int64)
    case 'uuid':
      return fixedLength === 16
    case 'half':
      return fixedLength === 2
    case 'text':
      return physical === PHYSICAL.byteArray || physical === PHYSICAL.fixed
    default:
      return true
  }
}

function isDecimal({ scale, precision }: { scale: number; precision: number }, physical: number): boolean {
  if (precision < 1 || scale > precision || precision > 1000) return false
  if (physical === PHYSICAL.int32) return precision <= 9
  if (physical === PHYSICAL.int64) return precision <= 18
  return physical === PHYSICAL.byteArray || physical === PHYSICAL.fixed
}
