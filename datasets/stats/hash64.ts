/** A 64-bit hash in two 32-bit words; call sites copy what they need before the next call. */
export interface Hash64 {
  high: number
  low: number
}

function mix(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * Hashes `bytes[start..end)` into `out`, continuing from what `out` holds, so that several pieces can be chained.
 * Two lanes with different multipliers and shifts; not for secrets, and the same on every machine.
 */
export function hash64(out: Hash64, bytes: Uint8Array, start: number, end: number): void {
  let a = out.high ^ 0x9e3779b9
  let b = out.low ^ 0x41c6ce57 ^ (end - start)
  for (let i = start; i < end; i++) {
    a = Math.imul(a ^ bytes[i], 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b ^ bytes[i], 0x5bd1e995)
    b ^= b >>> 13
  }
  out.high = mix(a ^ Math.imul(b, 0x2c1b3c6d))
  out.low = mix(b ^ Math.imul(a, 0x297a2d39))
}
