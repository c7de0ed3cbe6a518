/** LZ4's frame format, as Arrow compresses buffers. Source: lz4/lz4, lz4_Frame_format.md. */
import { lz4Block } from '../parquet/lz4.ts'

const MAGIC = 0x184d2204

/** Decompresses one frame into the whole of `output`; false where the input is not exactly that. */
export function lz4FrameDecompress(input: Uint8Array, output: Uint8Array): boolean {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  if (input.length < 11 || view.getUint32(0, true) !== MAGIC) return false
  const flags = input[4]
  if (flags >> 6 !== 1) return false
  const hasBlockSums = (flags & 0x10) !== 0
  // flags, block size, content size, dictionary, checksum of the header
  let at = 4 + 2 + ((flags & 8) !== 0 ? 8 : 0) + ((flags & 1) !== 0 ? 4 : 0) + 1
  let to = 0
  while (at + 4 <= input.length) {
    const word = view.getUint32(at, true)
    at += 4
    if (word === 0) return to === output.length
    const size = word & 0x7fffffff
    if (at + size > input.length) return false
    const block = input.subarray(at, at + size)
    if (word >= 0x80000000) {
      if (to + size > output.length) return false
      output.set(block, to)
      to += size
    } else {
      to = lz4Block(block, output, to)
      if (to < 0) return false
    }
    at += size + (hasBlockSums ? 4 : 0)
  }
  return false
}
