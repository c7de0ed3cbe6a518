/**
 * A keyed 64-bit hash of a text, in words of 32 bits. Eight bytes at a time,
 *
 *     state = (state ^ state >> 32) * FACTOR + (low word + key) * (high word + other key)
 *
 * where the state begins as a secret and the length, and the sums in brackets have 32 bits. Both factors of the second
 * product (that of NH: Black et al., UMAC, CRYPTO 1999) are secret, so nobody can tell what a change of the text does to the
 * state: unlike with Murmur there are no texts that collide whatever the seed. Multiplying the state between the words
 * keeps what structured ids have in common from cancelling out.
 */

/** What the state is multiplied by for each word, and twice more at the end. Odd, without a pattern of bits. */
export const FACTOR = { word: 0x9fb21c651e98df25n, end: 0xd6e8feb86659fd93n } as const

const [WORD_LOW, WORD_HIGH] = halves(FACTOR.word)
const [END_LOW, END_HIGH] = halves(FACTOR.end)

function halves(factor: bigint): [low: number, high: number] {
  return [Number(factor & 0xffff_ffffn) | 0, Number(factor >> 32n) | 0]
}

/** The secret of a seed: the low and the high word that the state begins with, and the two keys. */
export function secretOf(seed: number): Uint32Array {
  return Uint32Array.from({ length: 4 }, (_, i) => {
    let word = (seed + (i + 1) * 0x9e3779b9) >>> 0
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return word ^ (word >>> 16)
  })
}

/**
 * Writes the hash of `bytes[start..end)` to `out`: its low word at `at` and its high word behind that. The lowest bit is
 * always set, so that 0 can stand for no hash.
 */
export function hashBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  secret: Uint32Array,
  out: Uint32Array,
  at: number,
): void {
  const [, startHigh, key, otherKey] = secret
  const sum = secret[0] + (end - start)
  let low = sum | 0
  let high = sum > 0xffff_ffff ? startHigh + 1 : startHigh
  for (let i = start; i < end; i += 8) {
    const a = (wordAt(bytes, i, end) + key) | 0
    const b = (wordAt(bytes, i + 4, end) + otherKey) | 0
    low ^= high
    high = highOfProduct(low, WORD_LOW) + Math.imul(low, WORD_HIGH) + Math.imul(high, WORD_LOW)
    const added = (Math.imul(low, WORD_LOW) >>> 0) + (Math.imul(a, b) >>> 0)
    low = added | 0
    high = (high + highOfProduct(a, b) + (added > 0xffff_ffff ? 1 : 0)) | 0
  }
  low ^= high
  high = highOfProduct(low, END_LOW) + Math.imul(low, END_HIGH) + Math.imul(high, END_LOW)
  low = Math.imul(low, END_LOW) ^ high
  high = highOfProduct(low, END_LOW) + Math.imul(low, END_HIGH) + Math.imul(high, END_LOW)
  out[at] = (Math.imul(low, END_LOW) ^ high) | 1
  out[at + 1] = high
}

/** The four bytes from `i` on, the first of them lowest; bytes beyond the end count 0. */
function wordAt(bytes: Uint8Array, i: number, end: number): number {
  if (i + 4 <= end) return bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
  let word = 0
  for (let shift = 0; i < end; i++, shift += 8) word |= bytes[i] << shift
  return word
}

/** The upper half of the product of two unsigned words. */
function highOfProduct(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = (Math.imul(aHigh, bLow) >>> 0) + (Math.imul(aLow, bLow) >>> 16)
  const other = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff)
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (other >>> 16)) | 0
}
