/** Parquet files put together byte by byte, so that any part of them can be wrong. */
import { crc32 } from 'node:zlib'

/** A Thrift value: numbers are 32-bit integers, bigints 64-bit ones, objects structs by field number. */
export type Thrift = number | bigint | boolean | string | Uint8Array | Thrift[] | { [field: number]: Thrift }

function varint(value: bigint): number[] {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}

const zigzag = (value: bigint) => varint((value << 1n) ^ (value >> 63n))

function typeOf(value: Thrift): number {
  if (typeof value === 'boolean') return value ? 1 : 2
  if (typeof value === 'number') return 5
  if (typeof value === 'bigint') return 6
  if (typeof value === 'string' || value instanceof Uint8Array) return 8
  return Array.isArray(value) ? 9 : 12
}

function encode(value: Thrift): Uint8Array {
  if (typeof value === 'boolean') return new Uint8Array(0)
  if (typeof value === 'number' || typeof value === 'bigint') return Uint8Array.from(zigzag(BigInt(value)))
  if (typeof value === 'string' || value instanceof Uint8Array) {
    const bytes = Buffer.from(value)
    return Buffer.concat([Uint8Array.from(varint(BigInt(bytes.length))), bytes])
  }
  if (Array.isArray(value)) {
    const type = value.length > 0 ? typeOf(value[0]) : 12
    const head =
      value.length < 15 ? [(value.length << 4) | type] : [0xf0 | type, ...varint(BigInt(value.length))]
    return Buffer.concat([Uint8Array.from(head), ...value.map(encode)])
  }
  return encodeStruct(value)
}

/** A struct in Thrift's compact protocol. */
export function encodeStruct(fields: { [field: number]: Thrift }): Uint8Array {
  const parts: Uint8Array[] = []
  let last = 0
  for (const [key, value] of Object.entries(fields)) {
    const id = Number(key)
    parts.push(Uint8Array.of(((id - last) << 4) | typeOf(value)), encode(value))
    last = id
  }
  return Buffer.concat([...parts, Uint8Array.of(0)])
}

interface PageOptions {
  encoding?: number
  /** What the header says; default what is there. */
  size?: number
  crc?: number | 'right'
  nulls?: number
  levels?: Uint8Array
}

function page(kind: number, body: Uint8Array, detail: { [field: number]: Thrift }, options: PageOptions) {
  const crc = options.crc === 'right' ? crc32(body) | 0 : options.crc
  const head: { [field: number]: Thrift } = { 1: kind, 2: options.size ?? body.length, 3: body.length }
  if (crc !== undefined) head[4] = crc
  const field = { 0: 5, 2: 7, 3: 8 }[kind] ?? 5
  return Buffer.concat([encodeStruct({ ...head, [field]: detail }), body])
}

/** A version 1 data page, uncompressed, with a column's definition levels (if any) in its body. */
export function dataPage(body: Uint8Array, count: number, options: PageOptions = {}): Uint8Array {
  return page(0, body, { 1: count, 2: options.encoding ?? 0, 3: 3, 4: 3 }, options)
}

/** A version 2 data page, uncompressed. */
export function dataPageV2(body: Uint8Array, count: number, options: PageOptions = {}): Uint8Array {
  const { levels = new Uint8Array(0), nulls = 0, encoding = 0 } = options
  const detail = { 1: count, 2: nulls, 3: count, 4: encoding, 5: levels.length, 6: 0, 7: false }
  return page(3, Buffer.concat([levels, body]), detail, options)
}

export function dictionaryPage(body: Uint8Array, count: number, options: PageOptions = {}): Uint8Array {
  return page(2, body, { 1: count, 2: options.encoding ?? 0 }, options)
}

export interface CraftedColumn {
  name?: string
  /** Physical type by its number. */
  type: number
  /** Further fields of its schema element. */
  schema?: { [field: number]: Thrift }
  isOptional?: boolean
  pages: readonly Uint8Array[]
  codec?: number
  /** What the chunk's description says; default the file's rows. */
  valueCount?: number
}

/** One row group of uncompressed pages. `rows` and `groupRows` are what the footer says. */
export function craftParquet(
  columns: readonly CraftedColumn[],
  rows: number | bigint,
  groupRows = rows,
): Buffer {
  const schema: Thrift[] = [{ 4: 'root', 5: columns.length }]
  const chunks: Thrift[] = []
  const parts: Uint8Array[] = [Buffer.from('PAR1')]
  let at = 4
  for (const { name = 'x', type, schema: more = {}, isOptional, pages, codec = 0, valueCount } of columns) {
    schema.push({ 1: type, ...pickBelow(more, 3), 3: isOptional ? 1 : 0, 4: name, ...pickFrom(more, 5) })
    const size = pages.reduce((sum, { length }) => sum + length, 0)
    const count = BigInt(valueCount ?? groupRows)
    const described = { 1: type, 2: [0], 3: [name], 4: codec, 5: count, 6: BigInt(size), 7: BigInt(size) }
    chunks.push({ 2: BigInt(at), 3: { ...described, 9: BigInt(at) } })
    parts.push(...pages)
    at += size
  }
  const group = { 1: chunks, 2: BigInt(at - 4), 3: BigInt(groupRows) }
  return closeParquet(parts, { 1: 1, 2: schema, 3: BigInt(rows), 4: [group] })
}

/** Puts a footer behind the parts of a file. */
export function closeParquet(parts: readonly Uint8Array[], footer: { [field: number]: Thrift }): Buffer {
  const bytes = encodeStruct(footer)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([...parts, bytes, length, Buffer.from('PAR1')])
}

function pickBelow(fields: { [field: number]: Thrift }, limit: number) {
  return Object.fromEntries(Object.entries(fields).filter(([id]) => Number(id) < limit))
}

function pickFrom(fields: { [field: number]: Thrift }, first: number) {
  return Object.fromEntries(Object.entries(fields).filter(([id]) => Number(id) >= first))
}

/** PLAIN values. */
export function plainInts(values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer)
}

export function plainDoubles(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer)
}

export function plainTexts(values: readonly string[]): Uint8Array {
  const parts = values.flatMap((value) => {
    const bytes = Buffer.from(value)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(parts)
}

/** Runs of the hybrid encoding: how often, which value of one byte. */
export function runs(...pairs: readonly (readonly [number, number])[]): Uint8Array {
  return Uint8Array.from(pairs.flatMap(([count, value]) => [...varint(BigInt(count) << 1n), value]))
}
