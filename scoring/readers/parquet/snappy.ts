/** Snappy's block format. Source: google/snappy, format_description.txt. */

import { machineDecompress, suitsMachine } from './snappy-machine.ts'

/** Decompresses into the whole of `output`; false where the input is not exactly that. */
export function snappyDecompress(input: Uint8Array, output: Uint8Array): boolean {
  let at = 0
  let declared = 0
  for (let shift = 0; ; shift += 7) {
    if (at >= input.length || shift > 28) return false
    const byte = input[at++]
    declared += (byte & 127) * 2 ** shift
    if (byte < 128) break
  }
  if (declared !== output.length) return false
  const elements = input.subarray(at)
  const isDone = suitsMachine(elements.length, declared) ? machineDecompress(elements, output) : undefined
  return isDone ?? decompressElements(elements, output)
}

/** What stands behind the length, into the whole of `output`; the oracle of `snappy-machine-code.ts`. */
export function decompressElements(input: Uint8Array, output: Uint8Array): boolean {
  const { length } = input
  let at = 0
  let to = 0
  while (at < length) {
    const tag = input[at++]
    let run = tag >> 2
    if ((tag & 3) === 0) {
      if (run >= 60) {
        const width = run - 59
        if (at + width > length) return false
        run = 0
        for (let i = width - 1; i >= 0; i--) run = run * 256 + input[at + i]
        at += width
      }
      run++
      if (at + run > length || to + run > output.length) return false
      copyLiteral(input, at, output, to, run)
      at += run
    } else {
      let distance: number
      if ((tag & 3) === 1) {
        if (at >= length) return false
        distance = ((tag >> 5) << 8) | input[at++]
        run = (run & 7) + 4
      } else {
        const width = (tag & 3) === 2 ? 2 : 4
        if (at + width > length) return false
        distance = input[at] | (input[at + 1] << 8)
        if (width === 4) distance += input[at + 2] * 65536 + input[at + 3] * 16777216
        at += width
        run++
      }
      if (distance === 0 || distance > to || to + run > output.length) return false
      copyBack(output, to, distance, run)
    }
    to += run
  }
  return to === output.length
}

/** Short runs byte by byte: a call into the engine costs more than they do. */
function copyLiteral(input: Uint8Array, at: number, output: Uint8Array, to: number, run: number): void {
  if (run > 48) output.set(input.subarray(at, at + run), to)
  else for (let i = 0; i < run; i++) output[to + i] = input[at + i]
}

/** Repeats what was written `distance` bytes before; the ranges may overlap, and then the bytes repeat. */
export function copyBack(output: Uint8Array, to: number, distance: number, run: number): void {
  if (run > 48 && distance >= run) output.copyWithin(to, to - distance, to - distance + run)
  else for (let i = to; i < to + run; i++) output[i] = output[i - distance]
}
