/** UTF-8 checks for many texts at once. */
import { isAscii, isUtf8 } from 'node:buffer'
import type { Physical } from './physical.ts'

/**
 * The index of the first text that is not valid UTF-8, or -1. One check over the whole stretch settles it if the
 * stretch is valid and no text starts within a character; that may fail where lengths stand between the texts, and then
 * each is checked by itself.
 */
export function firstInvalidText(values: Physical, count: number): number {
  const { bytes, starts, ends } = values
  if (count === 0) return -1
  const stretch = bytes.subarray(starts[0], ends[count - 1])
  if (isAscii(stretch) || (isUtf8(stretch) && startsAreWhole(values, count))) return -1
  for (let i = 0; i < count; i++) if (!isUtf8(bytes.subarray(starts[i], ends[i]))) return i
  return -1
}

/** Whether no text starts or ends within a character of the valid stretch. */
function startsAreWhole({ bytes, starts, ends }: Physical, count: number): boolean {
  const last = ends[count - 1]
  for (let i = 0; i < count; i++) {
    if (starts[i] < ends[i] && (bytes[starts[i]] & 0xc0) === 0x80) return false
    if (ends[i] < last && (bytes[ends[i]] & 0xc0) === 0x80) return false
  }
  return true
}
