/** The footer of a Parquet file: its columns and where their pages are. Everything in it is checked against the file. */
import type { FileBytes } from '../bytes/feed.ts'
import { requireNames } from '../columns.ts'
import type { ReadLimits } from '../limits.ts'
import { quoted, rejectFile, sizeText, tooManyRows } from '../reject.ts'
import { type ColumnType, columnTypeOf } from './column-type.ts'
import {
  integerField,
  longSizeField,
  sizeField,
  structField,
  structsField,
  ThriftError,
  ThriftReader,
  type ThriftStruct,
  textField,
} from './thrift.ts'

/** One column of one row group. */
export interface ColumnChunk {
  codec: number
  /** The bytes of its pages. */
  from: number
  to: number
}

export interface RowGroup {
  /** Its place in the file, from 1 on. */
  ordinal: number
  rowCount: number
  chunks: ColumnChunk[]
}

export interface ParquetColumn {
  name: string
  type: ColumnType
  isOptional: boolean
}

export interface ParquetMetadata {
  rowCount: number
  columns: ParquetColumn[]
  groups: RowGroup[]
}

const MOST_FOOTER_BYTES = 128 * 1024 * 1024

export function readMetadata(file: FileBytes, limits: ReadLimits): ParquetMetadata {
  const footer = footerBytes(file)
  try {
    return parseFooter(new ThriftReader(footer).struct(), file.size - footer.length - 8, limits)
  } catch (error) {
    if (error instanceof ThriftError || error instanceof TypeError)
      throw damaged('Its table of contents is damaged.', error)
    throw error
  }
}

function footerBytes(file: FileBytes): Uint8Array {
  if (file.size < 12) throw damaged()
  const tail = file.read(file.size - 8, 8)
  const magic = String.fromCharCode(...tail.subarray(4, 8))
  const length = new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true)
  if (magic === 'PARE')
    throw rejectFile({
      code: 'looks_like_encrypted_parquet',
      message: 'This is an encrypted Parquet file. Write it without encryption.',
    })
  if (magic !== 'PAR1' || length > file.size - 12) throw damaged()
  if (length > MOST_FOOTER_BYTES)
    throw damaged(`Its table of contents is larger than ${sizeText(MOST_FOOTER_BYTES)}.`)
  return Uint8Array.from(file.read(file.size - 8 - length, length))
}

function parseFooter(footer: ThriftStruct, dataEnd: number, limits: ReadLimits): ParquetMetadata {
  const columns = parseSchema(structsField(footer, 2), limits)
  const rowCount = longSizeField(footer, 3)
  if (rowCount > limits.rows) throw tooManyRows(limits, rowCount)
  const groups = structsField(footer, 4).map((group, i) => parseGroup(group, i + 1, columns, dataEnd))
  const total = groups.reduce((sum, group) => sum + group.rowCount, 0)
  if (total !== rowCount) throw damaged(`It declares ${rowCount} rows and its row groups ${total}.`)
  return { rowCount, columns, groups: groups.filter((group) => group.rowCount > 0) }
}

function parseSchema(elements: ThriftStruct[], limits: ReadLimits): ParquetColumn[] {
  const [root, ...leaves] = elements
  if (!root) throw damaged('It has no schema.')
  if (leaves.length === 0) throw rejectFile({ code: 'no_columns', message: 'The file has no columns.' })
  const nested = leaves.find((element) => element.has(5) && integerField(element, 5) > 0)
  if (nested) throw nestedColumn(textField(nested, 4))
  if (leaves.length > limits.columns) {
    throw rejectFile({
      code: 'too_many_columns',
      message: `The file has more than ${limits.columns} columns.`,
    })
  }
  const columns = leaves.map((element) => {
    const name = textField(element, 4)
    const repetition = integerField(element, 3)
    if (repetition === 2) throw nestedColumn(name)
    return { name, type: columnTypeOf(element, name), isOptional: repetition === 1 }
  })
  if (sizeField(root, 5, 0) !== columns.length) throw damaged('Its schema does not add up.')
  requireNames(columns.map(({ name }) => name))
  return columns
}

function parseGroup(
  group: ThriftStruct,
  ordinal: number,
  columns: readonly ParquetColumn[],
  dataEnd: number,
): RowGroup {
  const rowCount = longSizeField(group, 3)
  // the offsets of an empty group point anywhere
  if (rowCount === 0) return { ordinal, rowCount, chunks: [] }
  const chunks = structsField(group, 1)
  if (chunks.length !== columns.length) throw damaged('A row group lacks columns.')
  const parsed = chunks.map((chunk, i) => parseChunk(chunk, columns[i], rowCount, dataEnd))
  return { ordinal, rowCount, chunks: parsed }
}

function parseChunk(
  chunk: ThriftStruct,
  column: ParquetColumn,
  rowCount: number,
  dataEnd: number,
): ColumnChunk {
  const meta = structField(chunk, 3)
  if (chunk.has(1)) throw damaged(`The column ${quoted(column.name)} is kept in another file.`)
  if (!meta || chunk.has(8)) throw damaged(`The column ${quoted(column.name)} is encrypted or not described.`)
  if (integerField(meta, 1) !== column.type.physical) {
    throw damaged(`The column ${quoted(column.name)} contradicts the schema.`)
  }
  const valueCount = longSizeField(meta, 5)
  if (valueCount !== rowCount) {
    throw damaged(
      `The column ${quoted(column.name)} has ${valueCount} values where ${rowCount} are declared.`,
    )
  }
  const data = longSizeField(meta, 9)
  const dictionary = longSizeField(meta, 11, 0n)
  // some writers put 0 where there is no dictionary
  const from = dictionary > 0 ? Math.min(dictionary, data) : data
  const to = from + longSizeField(meta, 7)
  if (from < 4 || to > dataEnd) throw damaged(`The column ${quoted(column.name)} lies outside the file.`)
  return { codec: integerField(meta, 4), from, to }
}

function nestedColumn(name: string) {
  const message = `The column ${quoted(name)} holds lists or records. Write plain columns only.`
  return rejectFile({ column: name, code: 'unsupported_nested', message })
}

function damaged(what = 'It does not end as a Parquet file does.', cause?: unknown) {
  const message = `The Parquet file is damaged or cut off. ${what} Write and send it again.`
  return rejectFile({ code: 'truncated_parquet', message }, cause)
}
