import type { ByteBuffer } from '../byte-buffer.ts'

/** Runs at least this long are written as one value and a count. */
const SHORTEST_RUN = 16

/** Appends an unsigned number, seven bits a byte. */
export function appendVarint(out: ByteBuffer, value: number): void {
  let rest = value
  while (rest > 127) {
    out.appendByte((rest & 127) | 128)
    rest >>>= 7
  }
  out.appendByte(rest)
}

/** Eight values share `bitWidth` bytes, lowest bits first; what is missing at the end is 0. */
function appendPacked(
  out: ByteBuffer,
  values: Uint32Array,
  from: number,
  to: number,
  bitWidth: number,
): void {
  const groups = Math.ceil((to - from) / 8)
  appendVarint(out, (groups << 1) | 1)
  out.reserve(groups * bitWidth)
  const end = out.length + groups * bitWidth
  const { bytes } = out
  let at = out.length
  let held = 0
  let bits = 0
  for (let i = from; i < to; i++) {
    held |= values[i] << bits
    bits += bitWidth
    while (bits >= 8) {
      bytes[at++] = held
      held >>>= 8
      bits -= 8
    }
  }
  if (bits > 0) bytes[at++] = held
  bytes.fill(0, at, end)
  out.length = end
}

/** Appends a value and how often it stands there. */
export function appendRun(out: ByteBuffer, value: number, count: number, bitWidth: number): void {
  appendVarint(out, count << 1)
  for (let shift = 0; shift < bitWidth; shift += 8) out.appendByte((value >>> shift) & 0xff)
}

/**
 * Appends `values[from..to)` in Parquet's hybrid of runs and bit packing (Encodings.md, RLE = 3).
 *
 * @param bitWidth 1 to 24 bits, which every value fits
 */
export function appendHybrid(
  out: ByteBuffer,
  values: Uint32Array,
  from: number,
  to: number,
  bitWidth: number,
): void {
  let packedFrom = from
  for (let i = from; i < to; ) {
    let end = i + 1
    while (end < to && values[end] === values[i]) end++
    // what is packed before a run has to be whole groups of eight, so the run gives up its first values
    const start = i + ((8 - ((i - packedFrom) & 7)) & 7)
    if (end - start >= SHORTEST_RUN) {
      if (start > packedFrom) appendPacked(out, values, packedFrom, start, bitWidth)
      appendRun(out, values[i], end - start, bitWidth)
      packedFrom = end
    }
    i = end
  }
  if (packedFrom < to) appendPacked(out, values, packedFrom, to, bitWidth)
}
