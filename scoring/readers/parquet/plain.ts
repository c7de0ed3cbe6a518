/** The PLAIN and BYTE_STREAM_SPLIT encodings. */
import { type ColumnType, PHYSICAL } from './column-type.ts'
import { PageError } from './page-error.ts'
import { type Physical, STEP, type ValueReader } from './physical.ts'

/** Bytes per value of the types that have as many each. */
export function valueWidth(type: ColumnType): number {
  if (type.physical === PHYSICAL.int32 || type.physical === PHYSICAL.float) return 4
  if (type.physical === PHYSICAL.int64 || type.physical === PHYSICAL.double) return 8
  return type.fixedLength
}

export function plainReader(bytes: Uint8Array, from: number, end: number, type: ColumnType): ValueReader {
  if (type.physical === PHYSICAL.boolean) return plainBits(bytes, from, end)
  if (type.physical === PHYSICAL.byteArray) return plainByteArrays(bytes, from, end)
  if (type.physical === PHYSICAL.double) return plainDoubles(bytes, from, end)
  if (type.physical === PHYSICAL.float) return plainFloats(bytes, from, end)
  return plainFixed(bytes, from, end, type)
}

function plainBits(bytes: Uint8Array, from: number, end: number): ValueReader {
  let bit = from * 8
  return {
    read(out, count) {
      if (bit + count > end * 8) throw new PageError('fewer values than declared')
      for (let i = 0; i < count; i++, bit++) out.words[i] = (bytes[bit >>> 3] >> (bit & 7)) & 1
    },
    isAtEnd: () => Math.ceil(bit / 8) === end,
  }
}

function plainByteArrays(bytes: Uint8Array, from: number, end: number): ValueReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = from
  return {
    read(out, count) {
      const { starts, ends } = out
      out.bytes = bytes
      let next = at
      for (let i = 0; i < count; i++) {
        if (next + 4 > end) throw new PageError('fewer values than declared')
        const length = view.getUint32(next, true)
        next += 4
        if (length > end - next) throw new PageError('a text is longer than its page')
        starts[i] = next
        next += length
        ends[i] = next
      }
      at = next
    },
    isAtEnd: () => at === end,
  }
}

function plainDoubles(bytes: Uint8Array, from: number, end: number): ValueReader {
  let at = from
  function readDoubles(out: Float64Array, to: number, count: number): void {
    const next = at + count * 8
    if (next > end) throw new PageError('fewer values than declared')
    bytesOf(out).set(bytes.subarray(at, next), to * 8)
    at = next
  }
  return {
    read: (out, count) => readDoubles(out.doubles, 0, count),
    readDoubles,
    isAtEnd: () => at === end,
  }
}

/** Singles stand anywhere in their page, so they pass through an array that may be looked at as floats. */
function plainFloats(bytes: Uint8Array, from: number, end: number): ValueReader {
  const floats = new Float32Array(STEP)
  let at = from
  function readDoubles(out: Float64Array, to: number, count: number): void {
    if (at + count * 4 > end) throw new PageError('fewer values than declared')
    for (let done = 0; done < count; done += STEP) {
      const n = Math.min(STEP, count - done)
      bytesOf(floats).set(bytes.subarray(at, at + n * 4))
      for (let i = 0; i < n; i++) out[to + done + i] = floats[i]
      at += n * 4
    }
  }
  return {
    read: (out, count) => readDoubles(out.doubles, 0, count),
    readDoubles,
    isAtEnd: () => at === end,
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
    isAtEnd: () => at === end,
  }
}

/** Stores `count` values that lie one after the other, little-endian, from `at` on. */
function storeFixed(bytes: Uint8Array, at: number, out: Physical, count: number, type: ColumnType): void {
  const width = valueWidth(type)
  if (type.physical === PHYSICAL.int32 || type.physical === PHYSICAL.int64) {
    bytesOf(out.words).set(bytes.subarray(at, at + count * width))
  } else {
    out.bytes = bytes
    for (let i = 0; i < count; i++) {
      out.starts[i] = at + i * width
      out.ends[i] = at + (i + 1) * width
    }
  }
}

function bytesOf(array: Float64Array | Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** BYTE_STREAM_SPLIT: first byte of every value, then the second of every value, and so on. */
export function splitReader(bytes: Uint8Array, from: number, end: number, type: ColumnType): ValueReader {
  const width = valueWidth(type)
  if (width === 0) throw new PageError('byte stream split of a type without a width')
  const total = (end - from) / width
  if (!Number.isInteger(total)) throw new PageError('byte streams of different lengths')
  let done = 0
  return {
    read(out, count) {
      if (done + count > total) throw new PageError('fewer values than declared')
      const joined = new Uint8Array(count * width)
      for (let k = 0; k < width; k++) {
        const stream = from + k * total + done
        for (let i = 0; i < count; i++) joined[i * width + k] = bytes[stream + i]
      }
      plainReader(joined, 0, joined.length, type).read(out, count)
      done += count
    },
    isAtEnd: () => done === total,
  }
}
