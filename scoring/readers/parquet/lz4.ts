/** LZ4's block format. Source: lz4/lz4, lz4_Block_format.md. */
import { copyBack } from './snappy.ts'

/** Decompresses one block into a new array of exactly `size` bytes; undefined where the input is not that. */
export function lz4Decompress(input: Uint8Array, size: number): Uint8Array | undefined {
  const output = new Uint8Array(size)
  return block(input, output) ? output : undefined
}

/** The same for Hadoop's framing: blocks behind two big-endian sizes. Old writers call both "LZ4". */
export function hadoopLz4Decompress(input: Uint8Array, size: number): Uint8Array | undefined {
  const output = new Uint8Array(size)
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  let at = 0
  let to = 0
  while (at + 8 <= input.length) {
    const plain = view.getUint32(at)
    const packed = view.getUint32(at + 4)
    at += 8
    if (plain > size - to || packed > input.length - at) return undefined
    if (!block(input.subarray(at, at + packed), output.subarray(to, to + plain))) return undefined
    at += packed
    to += plain
  }
  return at === input.length && to === size ? output : undefined
}

function block(input: Uint8Array, output: Uint8Array): boolean {
  const { length } = input
  let at = 0
  let to = 0
  while (at < length) {
    const token = input[at++]
    let run = token >> 4
    if (run === 15) {
      let more = 255
      while (more === 255) {
        if (at >= length) return false
        more = input[at++]
        run += more
      }
    }
    if (at + run > length || to + run > output.length) return false
    output.set(input.subarray(at, at + run), to)
    at += run
    to += run
    if (at === length) break // the last sequence has no match
    if (at + 2 > length) return false
    const distance = input[at] | (input[at + 1] << 8)
    at += 2
    run = token & 15
    if (run === 15) {
      let more = 255
      while (more === 255) {
        if (at >= length) return false
        more = input[at++]
        run += more
      }
    }
    run += 4
    if (distance === 0 || distance > to || to + run > output.length) return false
    copyBack(output, to, distance, run)
    to += run
  }
  return to === output.length
}
