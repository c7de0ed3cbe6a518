import type { Hash64 } from './hash64.ts'

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) in words of 32 bits: a hash of 64 bits that nobody can predict without its key,
 * however many others they have seen.
 *
 * @param key 128 bits in four words, the first byte lowest
 */
export function sipHash(out: Hash64, key: Uint32Array, bytes: Uint8Array, start: number, end: number): void {
  // v0 to v3 of the paper: a to d, each in a low and a high word
  let [al, ah] = [key[0] ^ 0x70736575, key[1] ^ 0x736f6d65]
  let [bl, bh] = [key[2] ^ 0x6e646f6d, key[3] ^ 0x646f7261]
  let [cl, ch] = [key[0] ^ 0x6e657261, key[1] ^ 0x6c796765]
  let [dl, dh] = [key[2] ^ 0x79746573, key[3] ^ 0x74656462]
  // the last word is what is left of the bytes, with their number on top; what comes after it ends the hash
  const last = start + ((end - start) & ~7)
  for (let at = start; at <= last + 8; at += 8) {
    const ending = at > last
    const low = ending ? 0 : wordAt(bytes, at, end)
    const high = ending ? 0 : wordAt(bytes, at + 4, end) | (at === last ? (end - start) << 24 : 0)
    if (ending) cl ^= 0xff
    dl ^= low
    dh ^= high
    for (let round = ending ? 4 : 2; round > 0; round--) {
      al = (al + bl) | 0
      ah = (ah + bh + carry(al, bl)) | 0
      const b = bl
      bl = ((bl << 13) | (bh >>> 19)) ^ al
      bh = ((bh << 13) | (b >>> 19)) ^ ah
      cl = (cl + dl) | 0
      ch = (ch + dh + carry(cl, dl)) | 0
      const d = dl
      dl = ((dl << 16) | (dh >>> 16)) ^ cl
      dh = ((dh << 16) | (d >>> 16)) ^ ch
      // a, turned by half, takes d; c takes b
      const a = al
      al = (ah + dl) | 0
      ah = (a + dh + carry(al, dl)) | 0
      const e = dl
      dl = ((dl << 21) | (dh >>> 11)) ^ al
      dh = ((dh << 21) | (e >>> 11)) ^ ah
      cl = (cl + bl) | 0
      ch = (ch + bh + carry(cl, bl)) | 0
      const f = bl
      bl = ((bl << 17) | (bh >>> 15)) ^ cl
      bh = ((bh << 17) | (f >>> 15)) ^ ch
      const c = cl
      cl = ch
      ch = c
    }
    al ^= low
    ah ^= high
  }
  out.low = (al ^ bl ^ cl ^ dl) >>> 0
  out.high = (ah ^ bh ^ ch ^ dh) >>> 0
}

/** What a sum of two unsigned words, of which one was `added`, carries over. Without a branch: nobody could predict it. */
function carry(sum: number, added: number): number {
  return +(sum >>> 0 < added >>> 0)
}

/** The four bytes from `at` on, the first of them lowest; bytes beyond the end count 0. */
function wordAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
  let word = 0
  for (let shift = 0; at < end; at++, shift += 8) word |= bytes[at] << shift
  return word
}
