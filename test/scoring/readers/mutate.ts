/** Damage as networks, disks and bad intent do it. */
import type { SeededRandom } from '#test/helpers/seeded-random.ts'

/** Bytes that mean something in CSV, Thrift or compression, and so do more harm than others. */
const TELLING = [0x00, 0x01, 0x0a, 0x0d, 0x22, 0x2c, 0x2e, 0x7f, 0x80, 0xc3, 0xff]

/** A copy of the file with one to four changes: flipped bits, telling bytes, cuts, doubled and spliced stretches. */
export function mutate(original: Uint8Array, random: SeededRandom): Uint8Array {
  let bytes = Uint8Array.from(original)
  for (let changes = 1 + random.below(4); changes > 0 && bytes.length > 0; changes--) {
    const at = place(bytes.length, random)
    const kind = random.below(12)
    if (kind < 4) bytes[at] ^= 1 << random.below(8)
    else if (kind < 7) bytes[at] = TELLING[random.below(TELLING.length)]
    else if (kind < 8) bytes.fill(random.below(256), at, at + random.below(20))
    else if (kind < 9) bytes = bytes.slice(0, at)
    else bytes = splice(bytes, at, random)
  }
  return bytes
}

/** Anywhere, but half of the time near the end, where Parquet keeps its table of contents. */
function place(length: number, random: SeededRandom): number {
  if (random.below(2) === 0) return random.below(length)
  return Math.max(0, length - 1 - random.below(Math.min(length, 600)))
}

/** Puts a stretch of the file, or nothing, in the place of another. */
function splice(bytes: Uint8Array, at: number, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const from = random.below(bytes.length)
  const piece = random.below(3) === 0 ? bytes.subarray(0, 0) : bytes.subarray(from, from + random.below(200))
  const rest = bytes.subarray(Math.min(bytes.length, at + random.below(100)))
  return Uint8Array.from([...bytes.subarray(0, at), ...piece, ...rest])
}
