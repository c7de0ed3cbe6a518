import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { tableMemory } from './align/key-machine.ts'

/** Below this size the keys of a truth are looked up by script, and need no memory of their own. */
const SMALL_BYTES = 1 << 18

/** The file of a packed truth, read to where machine code can work on it: a copy would cost as much again. */
export function readPackedTruth(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const bytes = size < SMALL_BYTES ? new Uint8Array(size) : tableMemory(size)
    for (let at = 0; at < size; ) {
      const read = readSync(file, bytes, at, size - at, null)
      if (read === 0) throw new RangeError('the truth became shorter while it was read')
      at += read
    }
    return bytes
  } finally {
    closeSync(file)
  }
}
