/** Walks the values of one Arrow array, a stretch at a time, as texts. */
import { isUtf8 } from 'node:buffer'
import { PHYSICAL } from '../parquet/column-type.ts'
import { writeText } from '../parquet/format-text.ts'
import { CellError } from '../parquet/page-error.ts'
import { makePhysical, type Physical } from '../parquet/physical.ts'
import { TextWriter } from '../parquet/text-writer.ts'
import type { ArrowType } from './arrow-column.ts'
import type { BatchBuffers, PieceBuffer } from './batch-buffers.ts'

/** Texts of a stretch of rows. `nulls` counts only where `hasNulls`. */
export interface Texts {
  bytes: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
  nulls: Uint8Array
  hasNulls: boolean
}

/** Says which row of the stretch holds a text that is not UTF-8. */
export class InvalidText extends Error {
  readonly row: number

  constructor(row: number) {
    super('a text is not valid UTF-8')
    this.row = row
  }
}

const NONE: PieceBuffer = { length: 0, read: () => new Uint8Array(0) }

export class ArrayCursor {
  readonly texts: Texts
  readonly #type: ArrowType
  readonly #rowCount: number
  readonly #validity: PieceBuffer = NONE
  readonly #values: PieceBuffer = NONE
  readonly #data: PieceBuffer = NONE
  readonly #viewData: Uint8Array[] = []
  readonly #cellBytes: number
  readonly #physical: Physical
  readonly #writer = new TextWriter()

  /**
   * @param step rows of a stretch, at most
   * @param viewBuffers buffers of text behind an array of views
   * @throws RangeError where a buffer is missing or too short
   */
  constructor(
    type: ArrowType,
    buffers: BatchBuffers,
    size: { rowCount: number; step: number; cellBytes: number; viewBuffers: number },
  ) {
    this.#type = type
    const { rowCount, step } = size
    this.#rowCount = rowCount
    this.#cellBytes = size.cellBytes
    this.#physical = makePhysical(type.convert?.physical ?? PHYSICAL.byteArray, step)
    this.texts = {
      bytes: new Uint8Array(0),
      starts: new Uint32Array(step),
      ends: new Uint32Array(step),
      nulls: new Uint8Array(step),
      hasNulls: false,
    }
    const { layout } = type
    if (layout.is === 'null') return
    this.#validity = require(buffers.next(), Math.ceil(rowCount / 8), true)
    const { is } = layout
    if (is === 'bits') this.#values = require(buffers.next(), Math.ceil(rowCount / 8))
    else if (is === 'fixed') this.#values = require(buffers.next(), rowCount * layout.width)
    else if (is === 'views') this.#values = require(buffers.next(), rowCount * 16)
    else this.#values = require(buffers.next(), (rowCount + 1) * layout.offsetWidth, rowCount === 0)
    if (is === 'ranges') this.#data = buffers.next()
    if (is === 'views') for (let i = 0; i < size.viewBuffers; i++) this.#viewData.push(buffers.nextWhole())
  }

  /** Of the next `count` rows from `row` on, how many have texts of at most `budget` bytes together; at least one. */
  fitting(row: number, count: number, budget: number): number {
    const { layout } = this.#type
    if (layout.is !== 'ranges') return count
    const offsets = this.#offsets(row, count, layout.offsetWidth)
    let fitting = count
    while (fitting > 1 && offsets[fitting] - offsets[0] > budget) fitting = fitting >> 1
    return fitting
  }

  /** Reads `count` rows from `row` on into `texts`. */
  take(row: number, count: number): void {
    this.#readNulls(row, count)
    const { layout, convert } = this.#type
    if (layout.is === 'null') return
    if (layout.is === 'ranges') this.#takeRanges(row, count, layout.offsetWidth)
    else if (layout.is === 'views') this.#takeViews(row, count)
    else if (layout.is === 'bits') this.#takeBits(row, count)
    else if (convert) this.#takeFixed(row, count, layout.width)
    else this.#takeBytes(row, count, layout.width)
    if (!convert) this.#requireUtf8(count)
  }

  #readNulls(row: number, count: number): void {
    const { texts } = this
    texts.hasNulls = this.#type.layout.is === 'null'
    if (texts.hasNulls) {
      texts.nulls.fill(1, 0, count)
      texts.starts.fill(0, 0, count)
      texts.ends.fill(0, 0, count)
    }
    if (this.#validity.length === 0) return
    const bits = this.#bits(this.#validity, row, count)
    for (let i = 0; i < count; i++) {
      const isNull = 1 - bit(bits, (row & 7) + i)
      texts.nulls[i] = isNull
      if (isNull) texts.hasNulls = true
    }
  }

  #bits(buffer: PieceBuffer, row: number, count: number): Uint8Array {
    return buffer.read(row >> 3, ((row & 7) + count + 7) >> 3)
  }

  #takeBits(row: number, count: number): void {
    const bits = this.#bits(this.#values, row, count)
    for (let i = 0; i < count; i++) this.#physical.words[i] = bit(bits, (row & 7) + i)
    this.#write(count)
  }

  #takeBytes(row: number, count: number, width: number): void {
    const { texts } = this
    texts.bytes = this.#values.read(row * width, count * width)
    for (let i = 0; i < count; i++) {
      texts.starts[i] = i * width
      texts.ends[i] = (i + 1) * width
    }
  }

  /** Offsets of `count` rows and the end of the last; RangeError where they go back or leave the data. */
  #offsets(row: number, count: number, width: 4 | 8): Float64Array {
    const offsets = new Float64Array(count + 1)
    if (this.#rowCount === 0) return offsets
    const bytes = this.#values.read(row * width, (count + 1) * width)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    let last = 0
    for (let i = 0; i <= count; i++) {
      const offset =
        width === 4
          ? view.getInt32(i * 4, true)
          : view.getInt32(i * 8 + 4, true) * 4294967296 + view.getUint32(i * 8, true)
      if (offset < last || offset > this.#data.length) throw new RangeError(`an offset of ${offset}`)
      offsets[i] = last = offset
    }
    return offsets
  }

  #takeRanges(row: number, count: number, width: 4 | 8): void {
    const { texts } = this
    const offsets = this.#offsets(row, count, width)
    const [base] = offsets
    for (let i = 0; i < count; i++) {
      this.#requireShort(offsets[i + 1] - offsets[i])
      texts.starts[i] = offsets[i] - base
      texts.ends[i] = offsets[i + 1] - base
    }
    texts.bytes = this.#data.read(base, offsets[count] - base)
  }

  #takeViews(row: number, count: number): void {
    const { texts } = this
    const views = this.#values.read(row * 16, count * 16)
    const view = new DataView(views.buffer, views.byteOffset, views.length)
    this.#writer.clear()
    for (let i = 0; i < count; i++) {
      texts.starts[i] = texts.ends[i] = this.#writer.length
      if (texts.hasNulls && texts.nulls[i]) continue
      const length = view.getInt32(i * 16, true)
      if (length < 0) throw new RangeError(`a text of ${length} bytes`)
      this.#requireShort(length)
      this.#writer.bytesOf(length <= 12 ? views : this.#viewBuffer(view, i), this.#viewStart(view, i), length)
      texts.ends[i] = this.#writer.length
    }
    texts.bytes = this.#writer.bytes
  }

  #viewBuffer(view: DataView, i: number): Uint8Array {
    const index = view.getInt32(i * 16 + 8, true)
    const buffer = this.#viewData[index]
    const end = view.getInt32(i * 16 + 12, true) + view.getInt32(i * 16, true)
    if (!buffer || view.getInt32(i * 16 + 12, true) < 0 || end > buffer.length) {
      throw new RangeError('a text outside its buffer')
    }
    return buffer
  }

  #viewStart(view: DataView, i: number): number {
    return view.getInt32(i * 16, true) <= 12 ? i * 16 + 4 : view.getInt32(i * 16 + 12, true)
  }

  #takeFixed(row: number, count: number, width: number): void {
    const bytes = this.#values.read(row * width, count * width)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const { words, doubles, starts, ends } = this.#physical
    const { physical, meaning } = this.#type.convert!
    if (physical === PHYSICAL.float) for (let i = 0; i < count; i++) doubles[i] = view.getFloat32(i * 4, true)
    else if (physical === PHYSICAL.double)
      for (let i = 0; i < count; i++) doubles[i] = view.getFloat64(i * 8, true)
    else if (physical === PHYSICAL.fixed) {
      // Parquet's decimals are big-endian, Arrow's are not
      if (meaning.is === 'decimal') for (let i = 0; i < count; i++) reverse(bytes, i * width, width)
      this.#physical.bytes = bytes
      for (let i = 0; i < count; i++) {
        starts[i] = i * width
        ends[i] = (i + 1) * width
      }
    } else if (width === 8) for (let i = 0; i < 2 * count; i++) words[i] = view.getInt32(i * 4, true)
    else for (let i = 0; i < count; i++) words[i] = smallInteger(view, i, width, meaning.is === 'unsigned')
    this.#write(count)
  }

  /** Texts of the typed values. */
  #write(count: number): void {
    const { texts } = this
    this.#writer.clear()
    for (let i = 0; i < count; i++) {
      texts.starts[i] = this.#writer.length
      // what lies beneath a null may be anything
      if (!(texts.hasNulls && texts.nulls[i])) writeText(this.#physical, i, this.#type.convert!, this.#writer)
      texts.ends[i] = this.#writer.length
    }
    texts.bytes = this.#writer.bytes
  }

  #requireShort(length: number): void {
    if (length > this.#cellBytes) throw CellError.tooLong(this.#cellBytes)
  }

  #requireUtf8(count: number): void {
    const { bytes, starts, ends, nulls, hasNulls } = this.texts
    if (isUtf8(bytes.subarray(0, ends[count - 1])) && startWhole(this.texts, count)) return
    for (let i = 0; i < count; i++) {
      if (hasNulls && nulls[i]) continue
      if (!isUtf8(bytes.subarray(starts[i], ends[i]))) throw new InvalidText(i)
    }
  }
}

function startWhole({ bytes, starts, ends }: Texts, count: number): boolean {
  for (let i = 0; i < count; i++) {
    if (starts[i] < ends[i] && (bytes[starts[i]] & 0xc0) === 0x80) return false
  }
  return true
}

function smallInteger(view: DataView, i: number, width: number, isUnsigned: boolean): number {
  if (width === 4) return view.getInt32(i * 4, true)
  if (width === 2) return isUnsigned ? view.getUint16(i * 2, true) : view.getInt16(i * 2, true)
  return isUnsigned ? view.getUint8(i) : view.getInt8(i)
}

function bit(bits: Uint8Array, i: number): number {
  return (bits[i >> 3] >> (i & 7)) & 1
}

function reverse(bytes: Uint8Array, at: number, width: number): void {
  bytes.subarray(at, at + width).reverse()
}

function require(buffer: PieceBuffer, sizeBytes: number, mayBeEmpty = false): PieceBuffer {
  if (buffer.length >= sizeBytes || (mayBeEmpty && buffer.length === 0)) return buffer
  throw new RangeError(`a buffer of ${buffer.length} bytes where ${sizeBytes} are needed`)
}
