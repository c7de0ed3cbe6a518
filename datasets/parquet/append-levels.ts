import type { ByteBuffer } from '../byte-buffer.ts'
import { appendRun, appendVarint } from './append-hybrid.ts'
import { chunkMachine } from './chunk-machine.ts'

/** Appends which rows are null, as version 1 pages want it: one run where they are all alike, else a bit for each. */
export function appendLevels(out: ByteBuffer, nulls: Uint8Array): void {
  const start = out.length
  out.appendUint32(0)
  if (!nulls.includes(1 - nulls[0])) appendRun(out, 1 - nulls[0], nulls.length, 1)
  else {
    const bits = chunkMachine().levels(nulls)
    appendVarint(out, (bits.length << 1) | 1)
    out.append(bits)
  }
  out.setUint32(start, out.length - start - 4)
}
