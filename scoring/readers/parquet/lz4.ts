/** LZ4's block format. Source: lz4/lz4, lz4_Block_format.md. */
import { copyBack } from './snappy.ts'

/** As `lz4Decompress`, for Hadoop's framing: blocks behind two big-endian sizes. Old writers call both "LZ4". */
export function hadoopLz4Decompress(input: Uint8Array, output: Uint8Array): boolean {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  let at = 0
  let to = 0
  while (at + 8 <= input.length) {
    const plain = view.getUint32(at)
    const packed = view.getUint32(at + 4)
    at += 8
    if (plain > output.length - to || packed > input.length - at) return false
    if (!lz4Decompress(input.subarray(at, at + packed), output.subarray(to, to + plain))) return false
    at += packed
    to += plain
  }
  return at === input.length && to === output.length
}

/** Decompresses one block into the whole of `output`; false where the input is not exactly that. */
export function lz4Decompress(input: Uint8Array, output: Uint8Array): boolean {
  return lz4Block(input, output, 0) === output.length
}

/**
 * Decompresses one block to where `output` is filled up to, which it may refer back to; returns how far it is filled
 * then, or -1 where the block is damaged or does not fit.
 */
export function lz4Block(input: Uint8Array, output: Uint8Array, from: number): number {
  const { length } = input
  let at = 0
  let to = from
  while (at < length) {
    const token = input[at++]
    let run = token >> 4
    if (run === 15) {
      let more = 255
      while (more === 255) {
        if (at >= length) return -1
        more = input[at++]
        run += more
      }
    }
    if (at + run > length || to + run > output.length) return -1
    output.set(input.subarray(at, at + run), to)
    at += run
    to += run
    if (at === length) break // the last sequence has no match
    if (at + 2 > length) return -1
    const distance = input[at] | (input[at + 1] << 8)
    at += 2
    run = token & 15
    if (run === 15) {
      let more = 255
      while (more === 255) {
        if (at >= length) return -1
        more = input[at++]
        run += more
      }
    }
    run += 4
    if (distance === 0 || distance > to || to + run > output.length) return -1
    copyBack(output, to, distance, run)
    to += run
  }
  return to
}
