import { DistinctEstimate } from './distinct-estimate.ts'
import type { Hash64 } from './hash64.ts'

const FIRST_SLOTS = 32

/**
 * The different values of a column by their 64-bit hashes: all of them, with their texts, up to a limit; beyond it an
 * estimate. Takes memory only as values come.
 */
export class DistinctValues {
  /** Whether every value is still known. */
  exact = true
  readonly #limit: number
  #charactersLeft: number
  #values: string[] = []
  /** Two words of hash and the value's ordinal plus one, per slot. */
  #slots = new Uint32Array(3 * FIRST_SLOTS)
  #estimate: DistinctEstimate | undefined
  readonly #bits: number
  #estimated = -1

  /**
   * @param maxCharacters of all known values together
   * @param bits as `DistinctEstimate` has them
   */
  constructor(limit: number, maxCharacters: number, bits?: number) {
    this.#limit = limit
    this.#charactersLeft = maxCharacters
    this.#bits = bits ?? 12
  }

  /** Adds the value in `bytes[start..end)`, whose hash is given. */
  add(hash: Hash64, bytes: Buffer, start: number, end: number): void {
    if (this.#estimate) {
      this.#estimate.add(hash)
      this.#estimated = -1
      return
    }
    const slot = this.#find(hash)
    if (this.#slots[slot + 2] !== 0) return
    if (this.#values.length === this.#limit || end - start > this.#charactersLeft) {
      this.#startEstimate(hash)
      return
    }
    this.#charactersLeft -= end - start
    this.#values.push(bytes.toString('utf8', start, end))
    this.#set(slot, hash)
    if (this.#values.length * 6 > this.#slots.length) this.#grow()
  }

  /** Different values; an estimate within a few per cent unless `exact`. */
  get count(): number {
    if (!this.#estimate) return this.#values.length
    if (this.#estimated < 0) this.#estimated = this.#estimate.count()
    return this.#estimated
  }

  /** The values, in the order in which they first came; empty unless `exact`. */
  get values(): readonly string[] {
    return this.#values
  }

  /** The place of a hash, or the free one where it belongs. */
  #find({ high, low }: Hash64): number {
    const slots = this.#slots
    const count = slots.length / 3
    for (let at = (low >>> 0) & (count - 1); ; at = (at + 1) & (count - 1)) {
      const slot = at * 3
      if (slots[slot + 2] === 0 || (slots[slot] === high >>> 0 && slots[slot + 1] === low >>> 0)) return slot
    }
  }

  #set(slot: number, { high, low }: Hash64): void {
    this.#slots[slot] = high
    this.#slots[slot + 1] = low
    this.#slots[slot + 2] = this.#values.length
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let slot = 0; slot < old.length; slot += 3) {
      if (old[slot + 2] === 0) continue
      const to = this.#find({ high: old[slot], low: old[slot + 1] })
      this.#slots.set(old.subarray(slot, slot + 3), to)
    }
  }

  #startEstimate(hash: Hash64): void {
    const estimate = new DistinctEstimate(this.#bits)
    for (let slot = 0; slot < this.#slots.length; slot += 3) {
      if (this.#slots[slot + 2] !== 0) estimate.add({ high: this.#slots[slot], low: this.#slots[slot + 1] })
    }
    estimate.add(hash)
    this.#estimate = estimate
    this.exact = false
    this.#values = []
    this.#slots = new Uint32Array(0)
  }
}
