/** Parquet's hybrid of run-length and bit-packed integers: definition levels, dictionary indexes, booleans. */
import { PageError } from './page-error.ts'

/** Reads up to 32-bit integers, a few at a time, from a stretch of bytes. */
export class HybridReader {
  #bytes: Uint8Array
  #at: number
  #end: number
  #width: number
  /** Values left of the present run; its value, or the bit position where its packed values go on. */
  #left = 0
  #value = 0
  #bit = 0
  #isPacked = false

  constructor(bytes: Uint8Array, from: number, end: number, width: number) {
    if (width > 32) throw new PageError(`integers of ${width} bits`)
    this.#bytes = bytes
    this.#at = from
    this.#end = end
    this.#width = width
  }

  read(out: Uint32Array, count: number): void {
    let done = 0
    while (done < count) {
      if (this.#left === 0) this.#nextRun()
      const n = Math.min(this.#left, count - done)
      if (this.#isPacked) this.#unpack(out, done, n)
      else out.fill(this.#value, done, done + n)
      this.#left -= n
      done += n
    }
  }

  /** If the next `count` values lie in one run, takes them and returns their value; else -1 and takes nothing. */
  readRun(count: number): number {
    if (this.#left === 0 && count > 0) this.#nextRun()
    if (this.#isPacked || this.#left < count) return -1
    this.#left -= count
    return this.#value
  }

  #nextRun(): void {
    const header = this.#varint()
    if ((header & 1) === 0) {
      this.#left = header >>> 1
      this.#isPacked = false
      const bytes = (this.#width + 7) >> 3
      if (this.#at + bytes > this.#end) throw new PageError('a run ends early')
      this.#value = 0
      for (let i = bytes - 1; i >= 0; i--) this.#value = this.#value * 256 + this.#bytes[this.#at + i]
      this.#at += bytes
      if (this.#value >= 2 ** this.#width) throw new PageError('a run of a value with too many bits')
    } else {
      const groups = header >>> 1
      // a writer may leave out what pads the last group
      const available =
        this.#width === 0 ? groups * 8 : Math.floor(((this.#end - this.#at) * 8) / this.#width)
      this.#left = Math.min(groups * 8, available)
      this.#isPacked = true
      this.#bit = this.#at * 8
      this.#at = Math.min(this.#end, this.#at + groups * this.#width)
    }
    if (this.#left === 0) throw new PageError('an empty run')
  }

  #varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#at >= this.#end) throw new PageError('a run ends early')
      const byte = this.#bytes[this.#at++]
      value += (byte & 127) * 2 ** shift
      if (byte < 128) break
    }
    // more than 2^31 values in a run of one page is no page of ours
    if (value >= 2 ** 32) throw new PageError('a run is too long')
    return value
  }

  #unpack(out: Uint32Array, at: number, count: number): void {
    const width = this.#width
    const bytes = this.#bytes
    let bit = this.#bit
    if (width <= 24) {
      // any value of up to 24 bits lies within four bytes; beyond the end of the array reads give 0
      const mask = 2 ** width - 1
      for (let i = at; i < at + count; i++, bit += width) {
        const byte = bit >>> 3
        const word = bytes[byte] | (bytes[byte + 1] << 8) | (bytes[byte + 2] << 16) | (bytes[byte + 3] << 24)
        out[i] = (word >>> (bit & 7)) & mask
      }
    } else {
      for (let i = at; i < at + count; i++, bit += width) out[i] = bitsAt(bytes, bit, width)
    }
    this.#bit = bit
  }
}

/** Up to 53 bits, little-endian, from any bit position. */
export function bitsAt(bytes: Uint8Array, bit: number, width: number): number {
  let byte = Math.floor(bit / 8)
  const skip = bit % 8
  let value = (bytes[byte++] ?? 0) >> skip
  let scale = 2 ** (8 - skip)
  for (let have = 8 - skip; have < width; have += 8) {
    value += (bytes[byte++] ?? 0) * scale
    scale *= 256
  }
  return value % 2 ** width
}
