/** The PLAIN and BYTE_STREAM_SPLIT encodings. */
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { PageError } from './page-error.ts'
import type { Physical, ValueReader } from './physical.ts'

/** Bytes per value of the types that have as many each. */
export function valueWidth(type: ColumnType): number {
  if (type.physical === PHYSICAL.int32 || type.physical === PHYSICAL.float) return 4
  if (type.physical === PHYSICAL.int64 || type.physical === PHYSICAL.double) return 8
  return type.fixedLength
}

export function plainReader(bytes: Uint8Array, from: number, end: number, type: ColumnType): ValueReader {
  if (type.physical === PHYSICAL.boolean) return plainBits(bytes, from, end)
  if (type.physical === PHYSICAL.byteArray) return plainByteArrays(bytes, from, end)
  return plainFixed(bytes, from, end, type)
}

function plainBits(bytes: Uint8Array, from: number, end: number): ValueReader {
  let bit = from * 8
  return {
    read(out, count) {
      if (bit + count > end * 8) throw new PageError('fewer values than declared')
      for (let i = 0; i < count; i++, bit++) out.words[i] = (bytes[bit >>> 3] >> (bit & 7)) & 1
    },
  }
}

function plainByteArrays(bytes: Uint8Array, from: number, end: number): ValueReader {
  let at = from
  return {
    read(out, count) {
      const { starts, ends } = out
      out.bytes = bytes
      for (let i = 0; i < count; i++) {
        if (at + 4 > end) throw new PageError('fewer values than declared')
        const length = bytes[at] + (bytes[at + 1] << 8) + (bytes[at + 2] << 16) + bytes[at + 3] * 16777216
        at += 4
        if (length > end - at) throw new PageError('a text is longer than its page')
        starts[i] = at
        at += length
        ends[i] = at
      }
    },
  }
}

function plainFixed(bytes: Uint8Array, from: number, end: number, type: ColumnType): ValueReader {
  const width = valueWidth(type)
  let at = from
  return {
    read(out, count) {
      const size = count * width
      if (at + size > end) throw new PageError('fewer values than declared')
      storeFixed(bytes, at, out, count, type)
      at += size
    },
  }
}

/** Stores `count` values that lie one after the other, little-endian, from `at` on. */
function storeFixed(bytes: Uint8Array, at: number, out: Physical, count: number, type: ColumnType): void {
  const width = valueWidth(type)
  const source = bytes.subarray(at, at + count * width)
  if (type.physical === PHYSICAL.double) bytesOf(out.doubles).set(source)
  else if (type.physical === PHYSICAL.int32 || type.physical === PHYSICAL.int64)
    bytesOf(out.words).set(source)
  else if (type.physical === PHYSICAL.float) {
    const view = new DataView(source.buffer, source.byteOffset, source.byteLength)
    for (let i = 0; i < count; i++) out.doubles[i] = view.getFloat32(i * 4, true)
  } else {
    out.bytes = bytes
    for (let i = 0; i < count; i++) {
      out.starts[i] = at + i * width
      out.ends[i] = at + (i + 1) * width
    }
  }
}

function bytesOf(array: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** BYTE_STREAM_SPLIT: first byte of every value, then the second of every value, and so on. */
export function splitReader(bytes: Uint8Array, from: number, end: number, type: ColumnType): ValueReader {
  const width = valueWidth(type)
  if (width === 0) throw new PageError('byte stream split of a type without a width')
  const total = Math.floor((end - from) / width)
  let done = 0
  return {
    read(out, count) {
      if (done + count > total) throw new PageError('fewer values than declared')
      const joined = new Uint8Array(count * width)
      for (let k = 0; k < width; k++) {
        const stream = from + k * total + done
        for (let i = 0; i < count; i++) joined[i * width + k] = bytes[stream + i]
      }
      storeFixed(joined, 0, out, count, type)
      done += count
    },
  }
}
