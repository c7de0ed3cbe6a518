import type { TextBatch } from '#core/table.ts'
import { hashBytes, secretOf } from './hash-bytes.ts'
import { ABSENT } from './ordinals.ts'
import { RUN } from './run-memory.ts'

/** The hashes of a run of keys, by a seed. */
export class KeyHasher {
  readonly seed: number
  /** The run's hashes, as `run` leaves them. */
  readonly hashes = new BigUint64Array(RUN)
  /** The low word and the high word of each of these. */
  readonly words = new Uint32Array(this.hashes.buffer)
  #secret: Uint32Array

  /** @param seed as secret as what is hashed by it: who knows it can make texts that collide */
  constructor(seed: number) {
    this.seed = seed
    this.#secret = secretOf(seed)
  }

  /** Hashes the keys of rows `from` to `to`, at most a run. */
  run({ bytes, starts, ends }: TextBatch, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      hashBytes(bytes, starts[i], ends[i], this.#secret, this.words, 2 * (i - from))
    }
  }

  /** Writes the hashes of the rows whose ordinal is ABSENT to `out`. */
  absent(
    { bytes, starts, ends }: TextBatch,
    rowCount: number,
    ordinals: Uint32Array,
    out: BigUint64Array,
  ): void {
    const words = new Uint32Array(out.buffer, out.byteOffset, 2 * rowCount)
    for (let i = 0; i < rowCount; i++) {
      if (ordinals[i] === ABSENT) hashBytes(bytes, starts[i], ends[i], this.#secret, words, 2 * i)
    }
  }

  /** The low word of one text's hash; the run's first hash is lost. */
  lowWord(bytes: Uint8Array, start: number, end: number): number {
    hashBytes(bytes, start, end, this.#secret, this.words, 0)
    return this.words[0]
  }

  /** One text's hash; the run's first hash is lost. */
  hash(bytes: Uint8Array, start: number, end: number): bigint {
    this.lowWord(bytes, start, end)
    return this.hashes[0]
  }
}
