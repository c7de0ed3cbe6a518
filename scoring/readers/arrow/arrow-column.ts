/** The columns of an Arrow schema. Source: apache/arrow, format/Schema.fbs. */
import type { DeclaredColumn } from '../declared-column.ts'
import { type ColumnType, type Meaning, PHYSICAL } from '../parquet/column-type.ts'
import { quoted, rejectFile } from '../reject.ts'
import type { FlatTable } from './flat-table.ts'

/** How values lie in the buffers. */
export type Layout =
  /** No buffers: every cell is null. */
  | { is: 'null' }
  | { is: 'bits' }
  | { is: 'fixed'; width: number }
  /** Offsets of this many bytes, and data. */
  | { is: 'ranges'; offsetWidth: 4 | 8 }
  /** 16 bytes per value, which hold it or point into one of several buffers. */
  | { is: 'views' }

export interface ArrowType {
  layout: Layout
  /** How a value becomes text; absent where its bytes are the text, or there is none. */
  convert?: ColumnType
  declared: DeclaredColumn
}

export interface ArrowColumn {
  name: string
  /** Of the values, also where the column holds indexes of a dictionary. */
  type: ArrowType
  dictionary?: { id: number; index: { width: number; isSigned: boolean } }
}

/** Numbers of the Type union. */
const TYPE = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  interval: 11,
  fixedBinary: 15,
  duration: 18,
  largeBinary: 19,
  largeUtf8: 20,
  runEnds: 22,
  binaryView: 23,
  utf8View: 24,
} as const

const PER_SECOND = [1, 1e3, 1e6, 1e9]
const UNITS = ['s', 'ms', 'us', 'ns']

/** @throws GrandstandError `file_rejected` for lists, structs and types that no text stands for */
export function columnOf(field: FlatTable): ArrowColumn {
  const name = field.text(0)
  const number = field.byte(2)
  const type = arrowType(number, field.table(3), name)
  const encoding = field.table(4)
  if (!encoding) return { name, type }
  const index = encoding.table(1)
  const width = (index ? index.int(0) : 32) / 8
  if (![1, 2, 4, 8].includes(width)) throw new RangeError(`indexes of ${width} bytes`)
  const dictionary = {
    id: encoding.long(0),
    index: { width, isSigned: index ? index.byte(1) !== 0 : true },
  }
  return { name, type: { ...type, declared: { ...type.declared, isCategory: true } }, dictionary }
}

function arrowType(number: number, detail: FlatTable | undefined, name: string): ArrowType {
  switch (number) {
    case TYPE.null:
      return { layout: { is: 'null' }, declared: { name: 'null', candidates: [] } }
    case TYPE.bool:
      return {
        layout: { is: 'bits' },
        convert: { physical: PHYSICAL.boolean, fixedLength: 0, meaning: { is: 'boolean' } },
        declared: { name: 'bool', candidates: ['boolean'] },
      }
    case TYPE.utf8:
    case TYPE.binary:
      return { layout: { is: 'ranges', offsetWidth: 4 }, declared: { name: 'string', candidates: [] } }
    case TYPE.largeUtf8:
    case TYPE.largeBinary:
      return { layout: { is: 'ranges', offsetWidth: 8 }, declared: { name: 'large string', candidates: [] } }
    case TYPE.utf8View:
    case TYPE.binaryView:
      return { layout: { is: 'views' }, declared: { name: 'string view', candidates: [] } }
    case TYPE.fixedBinary:
      return fixedBinary(detail?.int(0) ?? 0, name)
    default:
      return numeric(number, detail, name)
  }
}

function fixedBinary(width: number, name: string): ArrowType {
  if (width < 1 || width > 65_536) throw unsupported(name, `has values of ${width} bytes`)
  return { layout: { is: 'fixed', width }, declared: { name: `${width} bytes`, candidates: [] } }
}

function numeric(number: number, detail: FlatTable | undefined, name: string): ArrowType {
  switch (number) {
    case TYPE.int:
      return integer(detail?.int(0) ?? 0, (detail?.byte(1) ?? 0) !== 0, name)
    case TYPE.float: {
      const precision = detail?.short(0) ?? 0
      if (precision === 0) return of(PHYSICAL.fixed, 2, { is: 'half' }, 'halffloat', ['float64'])
      const [physical, width, word] =
        precision === 1 ? [PHYSICAL.float, 4, 'float'] : [PHYSICAL.double, 8, 'double']
      return of(physical, width, { is: 'float' }, word as string, ['float64'])
    }
    case TYPE.decimal: {
      const [precision, scale, bits] = [detail?.int(0) ?? 0, detail?.int(1) ?? 0, detail?.int(2, 128) ?? 128]
      if (![32, 64, 128, 256].includes(bits) || scale < 0 || scale > 100 || precision < 1)
        throw unsupported(name, `is decimal(${precision}, ${scale}) of ${bits} bits`)
      const declared = `decimal(${precision}, ${scale})`
      return of(PHYSICAL.fixed, bits / 8, { is: 'decimal', scale, precision }, declared, [
        scale > 0 ? 'float64' : 'int64',
      ])
    }
    default:
      return temporal(number, detail, name)
  }
}

function integer(bits: number, isSigned: boolean, name: string): ArrowType {
  if (![8, 16, 32, 64].includes(bits)) throw unsupported(name, `has integers of ${bits} bits`)
  const meaning: Meaning = isSigned ? { is: 'signed', bits } : { is: 'unsigned', bits }
  const physical = bits === 64 ? PHYSICAL.int64 : PHYSICAL.int32
  return of(physical, bits / 8, meaning, `${isSigned ? '' : 'u'}int${bits}`, ['int64'])
}

function temporal(number: number, detail: FlatTable | undefined, name: string): ArrowType {
  const unit = detail?.short(0, number === TYPE.timestamp ? 0 : 1) ?? 0
  const perSecond = PER_SECOND[unit]
  if (number === TYPE.date && unit === 0) return of(PHYSICAL.int32, 4, { is: 'date' }, 'date32', ['date'])
  if (number === TYPE.date) {
    return of(PHYSICAL.int64, 8, { is: 'timestamp', perSecond: 1e3 }, 'date64', ['timestamp'])
  }
  if (perSecond === undefined) throw unsupported(name, 'has an unknown unit of time')
  if (number === TYPE.timestamp) {
    const zone = detail?.text(1) ?? ''
    const declared = `timestamp[${UNITS[unit]}${zone ? `, ${zone.slice(0, 40)}` : ''}]`
    return of(PHYSICAL.int64, 8, { is: 'timestamp', perSecond }, declared, ['timestamp'])
  }
  if (number === TYPE.time) {
    const bits = detail?.int(1, 32) === 64 ? 64 : 32
    const physical = bits === 64 ? PHYSICAL.int64 : PHYSICAL.int32
    return of(physical, bits / 8, { is: 'time', perSecond }, `time${bits}[${UNITS[unit]}]`, [])
  }
  if (number === TYPE.duration) {
    return of(PHYSICAL.int64, 8, { is: 'signed', bits: 64 }, `duration[${UNITS[unit]}]`, ['int64'])
  }
  if (number === TYPE.interval) throw unsupported(name, 'holds intervals of the calendar')
  if (number === TYPE.runEnds) throw unsupported(name, 'is run-end encoded')
  const message = `The column ${quoted(name)} holds lists or records. Write plain columns only.`
  throw rejectFile({ column: name, code: 'unsupported_nested', message })
}

function of(
  physical: number,
  width: number,
  meaning: Meaning,
  name: string,
  candidates: DeclaredColumn['candidates'],
): ArrowType {
  const fixedLength = physical === PHYSICAL.fixed ? width : 0
  return {
    layout: { is: 'fixed', width },
    convert: { physical, fixedLength, meaning },
    declared: { name, candidates },
  }
}

function unsupported(name: string, what: string) {
  const message = `The column ${quoted(name)} ${what}. Write it as strings or numbers.`
  return rejectFile({ column: name, code: 'unsupported_type', message })
}
