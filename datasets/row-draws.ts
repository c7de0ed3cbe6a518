import { type Hash64, hash64 } from './stats/hash64.ts'

/**
 * The lots of a split: a number of 32 bits for each key (an id, a group, a record) and seed, which looks random and is
 * the same in every release, whatever other rows there are. The lowest are drawn first.
 */
export class RowDraws {
  readonly #seed: number
  readonly #hash: Hash64 = { high: 0, low: 0 }

  constructor(seed: number) {
    this.#seed = seed
  }

  /** The lot of the key `bytes[start..end)`, its text in UTF-8. */
  of(bytes: Uint8Array, start: number, end: number): number {
    this.#hash.high = this.#seed
    this.#hash.low = 0
    hash64(this.#hash, bytes, start, end)
    return this.#hash.high >>> 0
  }
}
