import { createHmac } from 'node:crypto'
import type { Hash64 } from './stats/hash64.ts'
import { sipHash } from './stats/sip-hash.ts'

/**
 * Stands in for a secret where there is nothing to withhold: benches, samples, tests, and who uses this as a library for data
 * of their own. Whoever knows the ids can then tell every lot.
 */
export const OPEN_SPLIT_SECRET: Uint8Array = new Uint8Array(32)

/**
 * The lots of a split: a number of 32 bits for each key (an id, a group, a record), which looks random to whoever lacks the
 * secret and is the same in every release, whatever other rows there are. The lowest are drawn first.
 */
export class RowDraws {
  readonly #key: Uint32Array
  readonly #hash: Hash64 = { high: 0, low: 0 }
  readonly #ends = new Uint8Array(8)
  readonly #words = new DataView(this.#ends.buffer)

  constructor(seed: number, secret: Uint8Array = OPEN_SPLIT_SECRET) {
    const digest = createHmac('sha256', secret).update(`split ${seed}`).digest()
    this.#key = Uint32Array.from({ length: 4 }, (_, i) => digest.readUInt32LE(4 * i))
  }

  /** The lot of the key `bytes[start..end)`, its text in UTF-8. */
  of(bytes: Uint8Array, start: number, end: number): number {
    sipHash(this.#hash, this.#key, bytes, start, end)
    return this.#hash.high
  }

  /** The lot of a pair, from those of its ends: drawn again, so that what is known of other pairs of the two tells nothing. */
  ofPair(left: number, right: number): number {
    this.#words.setUint32(0, left, true)
    this.#words.setUint32(4, right, true)
    return this.of(this.#ends, 0, 8)
  }
}
