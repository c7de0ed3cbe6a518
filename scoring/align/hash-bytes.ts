/** Seeded 32-bit hash of a byte range: multiply and rotate per four bytes, then the finalizer of MurmurHash3. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let h = seed ^ (end - start)
  let i = start
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    const k = Math.imul(word, 0xcc9e2d51)
    h = Math.imul(h ^ ((k << 15) | (k >>> 17)), 0x1b873593)
    h = (h << 13) | (h >>> 19)
  }
  let tail = 0
  for (let shift = 0; i < end; i++, shift += 8) tail |= bytes[i] << shift
  h = Math.imul(h ^ tail, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
