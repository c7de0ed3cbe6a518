/** DELTA_BINARY_PACKED: integers as differences in blocks of bit-packed miniblocks. */
import { bitsAt } from './hybrid.ts'
import { PageError } from './page-error.ts'

/** Reads 32- or 64-bit integers, a few at a time. Sums wrap around as the format says. */
export class DeltaReader {
  /** Values in all, as the bytes declare. */
  readonly count: number
  #bytes: Uint8Array
  #at: number
  #end: number
  #isLong: boolean
  #miniblocks: number
  #perMiniblock: number
  #taken = 0
  /** The latest value: exact where `#big` is undefined, which it is until sums leave the safe integers. */
  #last = 0
  #big: bigint | undefined
  #minDelta = 0n
  #widths: Uint8Array = new Uint8Array(0)
  #miniblock = 0
  #leftInMiniblock = 0
  #bit = 0

  constructor(bytes: Uint8Array, from: number, end: number, isLong: boolean) {
    this.#bytes = bytes
    this.#at = from
    this.#end = end
    this.#isLong = isLong
    const blockSize = Number(this.#varint())
    this.#miniblocks = Number(this.#varint())
    this.count = Number(this.#varint())
    this.#perMiniblock = blockSize / this.#miniblocks
    const isSound = this.#miniblocks > 0 && this.#miniblocks <= 4096 && this.#perMiniblock % 32 === 0
    if (!isSound || !(this.#perMiniblock > 0) || blockSize > 2 ** 24)
      throw new PageError('a delta block of odd size')
    this.#set(this.#wrap(this.#zigzag()))
    this.#miniblock = this.#miniblocks
  }

  /** Where the encoded bytes end; known once all values are read. */
  get endsAt(): number {
    return this.#at
  }

  /** Whether all values were read. */
  get isAtEnd(): boolean {
    return this.#taken === this.count
  }

  /** Writes the next values: 32-bit ones one word each, 64-bit ones as low and high word. */
  read(out: Int32Array, at: number, count: number): void {
    if (this.#taken + count > this.count) throw new PageError('fewer values than declared')
    for (let i = at; i < at + count; i++) {
      if (this.#taken++ > 0) this.#step()
      if (!this.#isLong) out[i] = this.#last
      else this.#storeLong(out, i * 2)
    }
  }

  #storeLong(out: Int32Array, at: number): void {
    if (this.#big === undefined) {
      out[at] = this.#last | 0
      out[at + 1] = Math.floor(this.#last / 2 ** 32)
    } else {
      out[at] = Number(BigInt.asIntN(32, this.#big))
      out[at + 1] = Number(this.#big >> 32n)
    }
  }

  #step(): void {
    if (this.#leftInMiniblock === 0) this.#nextMiniblock()
    this.#leftInMiniblock--
    const width = this.#widths[this.#miniblock]
    const bit = this.#bit
    this.#bit += width
    if (width <= 48 && this.#big === undefined) {
      const next = this.#last + Number(this.#minDelta) + bitsAt(this.#bytes, bit, width)
      if (!this.#isLong) {
        this.#last = next | 0 // a wrapped sum of 32-bit integers is below 2^53
        return
      }
      if (Number.isSafeInteger(next) && this.#isSmall(this.#minDelta)) {
        this.#last = next
        return
      }
    }
    const delta = this.#minDelta + this.#wideBits(bit, width)
    this.#set(this.#wrap((this.#big ?? BigInt(this.#last)) + delta))
  }

  #isSmall(value: bigint): boolean {
    return value < 0x10000000000000n && value > -0x10000000000000n
  }

  #nextMiniblock(): void {
    this.#miniblock++
    if (this.#miniblock >= this.#miniblocks) {
      this.#minDelta = this.#zigzag()
      if (this.#at + this.#miniblocks > this.#end) throw new PageError('a delta block ends early')
      this.#widths = this.#bytes.subarray(this.#at, this.#at + this.#miniblocks)
      this.#at += this.#miniblocks
      this.#miniblock = 0
    }
    const width = this.#widths[this.#miniblock]
    if (width > 64) throw new PageError(`deltas of ${width} bits`)
    this.#bit = this.#at * 8
    const size = (width * this.#perMiniblock) / 8
    // the last miniblock may be cut after its last value
    const needed = Math.ceil((Math.min(this.#perMiniblock, this.count - this.#taken + 1) * width) / 8)
    if (this.#at + needed > this.#end) throw new PageError('a delta block ends early')
    this.#at = Math.min(this.#end, this.#at + size)
    this.#leftInMiniblock = this.#perMiniblock
  }

  #wideBits(bit: number, width: number): bigint {
    if (width <= 48) return BigInt(bitsAt(this.#bytes, bit, width))
    return BigInt(bitsAt(this.#bytes, bit, 32)) | (BigInt(bitsAt(this.#bytes, bit + 32, width - 32)) << 32n)
  }

  #set(value: bigint): void {
    const number = Number(value)
    this.#last = number
    this.#big = Number.isSafeInteger(number) ? undefined : value
  }

  #wrap(value: bigint): bigint {
    return BigInt.asIntN(this.#isLong ? 64 : 32, value)
  }

  #varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.#at >= this.#end) throw new PageError('a number ends early')
      const byte = this.#bytes[this.#at++]
      value |= BigInt(byte & 127) << shift
      if (byte < 128) break
    }
    return BigInt.asUintN(64, value)
  }

  #zigzag(): bigint {
    const value = this.#varint()
    return (value >> 1n) ^ -(value & 1n)
  }
}
