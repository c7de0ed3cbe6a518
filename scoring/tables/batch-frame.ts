/**
 * Typed rows as the payload of a frame, little-endian, every part padded to 8 bytes: the numbers of rows and columns
 * (4 bytes each), the line of each row in the file (4 bytes each), then for each column 4 bytes that say whether it has nulls, 4 bytes with the length of its text (0
 * where there is none), the nulls (a byte per row) if there are any, and its cells: for strings the `rows + 1` offsets
 * (4 bytes each) into the text that follows, for other types the values as `TypedColumn` holds them.
 */
import { isUtf8 } from 'node:buffer'
import type { TextBatch } from '#core/table.ts'
import { cellMachine } from '#datasets/machine/cell-machine.ts'
import type { ColumnSchema, ColumnType } from '#datasets/schema.ts'
import type { StringColumn, TypedBatch, TypedColumn } from '#datasets/typed-batch.ts'
import { BrokenStreamError } from './frames.ts'

const WIDTH: Record<Exclude<ColumnType, 'string'>, 1 | 4 | 8> = {
  int64: 8,
  float64: 8,
  boolean: 1,
  date: 4,
  timestamp: 8,
}
/** Rows of one frame at most. */
const ROWS_MAX = 1 << 20
/** Days and microseconds since 1970 of the years 0000 to 9999. */
const DAYS = [-719_528, 2_932_896] as const
const MICROSECONDS = [-62_167_219_200_000_000n, 253_402_300_799_999_999n] as const

/** Not by bits: a length that is claimed can be larger than 31 of them. */
const padded = (bytes: number) => Math.ceil(bytes / 8) * 8

/** Bytes of text in rows [from, to) of a column. */
export function textBytes(column: TypedColumn, from: number, to: number): number {
  if (column.type !== 'string') return 0
  const { starts, ends, nulls } = column
  let sum = 0
  for (let row = from; row < to; row++) if (!nulls[row]) sum += ends[row] - starts[row]
  return sum
}

function hasNulls({ nulls }: TypedColumn, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (nulls[row]) return true
  return false
}

/** Encodes batches into one buffer that is used again for the next. */
export class BatchEncoder {
  #bytes = new Uint8Array(1 << 20)
  #view = new DataView(this.#bytes.buffer)
  #at = 0

  /** Rows [from, to) of a batch. The result is overwritten by the next call. */
  encode({ columns, lines }: TypedBatch, from: number, to: number): Uint8Array {
    const rows = to - from
    const texts = columns.map((column) => textBytes(column, from, to))
    this.#reserve(
      16 +
        4 * rows +
        texts.reduce((sum, text) => sum + padded(text) + 24 + padded(4 * rows + 4) + 9 * rows, 0),
    )
    this.#at = 0
    cellMachine().startBatch()
    this.#words(rows, columns.length)
    this.#copyOf((lines ?? new Uint32Array(to)).subarray(from, to))
    columns.forEach((column, i) => {
      const nulls = hasNulls(column, from, to)
      this.#words(nulls ? 1 : 0, texts[i])
      if (nulls) this.#copyOf(column.nulls.subarray(from, to))
      if (column.type === 'string') this.#strings(column, from, to, texts[i])
      else this.#copyOf(column.values.subarray(from, to))
    })
    return this.#bytes.subarray(0, this.#at)
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return
    this.#bytes = new Uint8Array(Math.max(size, 2 * this.#bytes.length))
    this.#view = new DataView(this.#bytes.buffer)
  }

  #words(first: number, second: number): void {
    this.#view.setUint32(this.#at, first, true)
    this.#view.setUint32(this.#at + 4, second, true)
    this.#at += 8
  }

  #copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), this.#at)
    this.#pad(this.#at + byteLength)
  }

  /** Leaves nothing of an earlier frame between the parts. */
  #pad(end: number): void {
    this.#at = padded(end)
    this.#bytes.fill(0, end, this.#at)
  }

  /** Rows [from, to) of a column of strings, which have so many bytes of text. */
  #strings(column: StringColumn, from: number, to: number, text: number): void {
    const rows = to - from
    const [offsetsAt, textAt] = [this.#at, this.#at + padded(4 * (rows + 1))]
    const offsets = new Uint32Array(this.#bytes.buffer, offsetsAt, rows + 1)
    const machine = cellMachine()
    let filled = 0
    machine.forEachSlice(partOf(column, from, to), rows, (first, count) => {
      const packed = machine.pack(count, text - filled)
      for (let i = 0; i <= count; i++) offsets[first + i] = filled + packed.offsets[i]
      this.#bytes.set(packed.bytes.subarray(0, packed.offsets[count]), textAt + filled)
      filled += packed.offsets[count]
    })
    this.#pad(offsetsAt + offsets.byteLength)
    this.#pad(textAt + filled)
  }
}

/** The cells of rows [from, to). */
function partOf({ bytes, starts, ends, nulls }: StringColumn, from: number, to: number): TextBatch {
  const part = (all: Uint32Array) => all.subarray(from, to)
  return { form: 'text', bytes, starts: part(starts), ends: part(ends), nulls: nulls.subarray(from, to) }
}

/** Cuts a payload into parts; every length is checked against what is there. */
class Parts {
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  words(): [number, number] {
    const at = this.#take(8)
    return [this.#view.getUint32(at, true), this.#view.getUint32(at + 4, true)]
  }

  /** A view of `length` elements on the payload itself. */
  array<T>(
    type: { new (buffer: ArrayBuffer, at: number, length: number): T },
    width: number,
    length: number,
  ): T {
    const at = this.#take(length * width)
    return new type(this.#bytes.buffer, this.#bytes.byteOffset + at, length)
  }

  #take(size: number): number {
    const at = this.#at
    this.#at += padded(size)
    if (this.#at > this.#bytes.length) throw new BrokenStreamError('a batch is shorter than it says')
    return at
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new BrokenStreamError('a batch is longer than it says')
  }
}

/**
 * Takes the payload of a batch apart. The columns are views on it.
 *
 * @param columns what was asked for; the batch has to hold just these
 * @throws BrokenStreamError for counts, offsets or values that no batch of these columns has
 */
export function decodeBatch(payload: Uint8Array<ArrayBuffer>, columns: readonly ColumnSchema[]): TypedBatch {
  const parts = new Parts(payload)
  const [rowCount, columnCount] = parts.words()
  if (columnCount !== columns.length)
    throw new BrokenStreamError(`a batch has ${columnCount} columns of ${columns.length}`)
  if (rowCount < 1 || rowCount > ROWS_MAX) throw new BrokenStreamError(`a batch has ${rowCount} rows`)
  const lines = parts.array(Uint32Array, 4, rowCount)
  const decoded = columns.map((column) => decodeColumn(parts, column, rowCount))
  parts.end()
  return { rowCount, columns: decoded, lines }
}

function decodeColumn(parts: Parts, { type, name, nullable }: ColumnSchema, rows: number): TypedColumn {
  const [flags, length] = parts.words()
  if (flags > 1 || (flags === 1 && !nullable) || (length > 0 && type !== 'string'))
    throw new BrokenStreamError(`column ${JSON.stringify(name)} is not as it was asked for`)
  const nulls = flags === 1 ? parts.array(Uint8Array, 1, rows) : noNulls(rows)
  if (flags === 1) requireBits(nulls)
  switch (type) {
    case 'string':
      return decodeStrings(parts, rows, length, nulls)
    case 'int64':
      return { type, values: parts.array(BigInt64Array, WIDTH.int64, rows), nulls }
    case 'float64':
      return { type, values: parts.array(Float64Array, WIDTH.float64, rows), nulls }
    case 'date':
      return { type, values: requireWithin(parts.array(Int32Array, WIDTH.date, rows), DAYS, nulls), nulls }
    case 'timestamp': {
      const values = parts.array(BigInt64Array, WIDTH.timestamp, rows)
      return { type, values: requireWithin(values, MICROSECONDS, nulls), nulls }
    }
    case 'boolean': {
      const values = parts.array(Uint8Array, WIDTH.boolean, rows)
      requireBits(values)
      return { type, values, nulls }
    }
  }
}

let zeros = new Uint8Array(1 << 15)

function noNulls(rows: number): Uint8Array {
  if (zeros.length < rows) zeros = new Uint8Array(rows)
  return zeros
}

function requireBits(bytes: Uint8Array): void {
  for (const byte of bytes)
    if (byte > 1) throw new BrokenStreamError('a byte of nulls or booleans is neither 0 nor 1')
}

function requireWithin<T extends Int32Array | BigInt64Array>(
  values: T,
  [least, most]: readonly [number, number] | readonly [bigint, bigint],
  nulls: Uint8Array,
): T {
  for (let row = 0; row < values.length; row++) {
    if (!nulls[row] && (values[row] < least || values[row] > most))
      throw new BrokenStreamError('a date or an instant is outside the years 0000 to 9999')
  }
  return values
}

function decodeStrings(parts: Parts, rows: number, length: number, nulls: Uint8Array): StringColumn {
  const offsets = parts.array(Uint32Array, 4, rows + 1)
  const bytes = parts.array(Uint8Array, 1, length)
  if (offsets[0] !== 0 || offsets[rows] !== length)
    throw new BrokenStreamError('the offsets of a text do not cover it')
  if (!isUtf8(bytes)) throw new BrokenStreamError('a text is not UTF-8')
  for (let row = 0; row < rows; row++) {
    const [start, end] = [offsets[row], offsets[row + 1]]
    // the whole is UTF-8, so a cell is as well unless it begins within a character
    if (end < start || end > length || (start < length && (bytes[start] & 0xc0) === 0x80))
      throw new BrokenStreamError('the offsets of a text are not in order')
    if (nulls[row] && end !== start) throw new BrokenStreamError('a null has a text')
  }
  return {
    type: 'string',
    bytes,
    starts: offsets.subarray(0, rows),
    ends: offsets.subarray(1, rows + 1),
    nulls,
  }
}
