import type { Hash64 } from './hash64.ts'

/** Where each key of a table stands, by the keys' 64-bit hashes: 12 bytes a slot, at most half of the slots taken. */
export class KeyOrdinals {
  #slots = 1024
  #size = 0
  #words = new Uint32Array(3 * 1024)

  /** Remembers the ordinal of a key; the first one where a key returns. */
  set({ high, low }: Hash64, ordinal: number): void {
    if (2 * this.#size >= this.#slots) this.#grow()
    this.#insert(high, low, ordinal + 1)
  }

  /** The ordinal of a key; -1 for none. */
  get({ high, low }: Hash64): number {
    return this.#words[3 * this.#find(high, low) + 2] - 1
  }

  /** The slot of this key or the empty one where it belongs; the third word of an empty slot is 0. */
  #find(high: number, low: number): number {
    const words = this.#words
    let at = high & (this.#slots - 1)
    while (words[3 * at + 2] !== 0 && (words[3 * at] !== high || words[3 * at + 1] !== low)) {
      at = (at + 1) & (this.#slots - 1)
    }
    return at
  }

  #insert(high: number, low: number, value: number): void {
    const at = 3 * this.#find(high, low)
    if (this.#words[at + 2] !== 0) return
    this.#words[at] = high
    this.#words[at + 1] = low
    this.#words[at + 2] = value
    this.#size++
  }

  #grow(): void {
    const old = this.#words
    this.#slots *= 2
    this.#size = 0
    this.#words = new Uint32Array(3 * this.#slots)
    for (let i = 0; i < old.length; i += 3) if (old[i + 2] !== 0) this.#insert(old[i], old[i + 1], old[i + 2])
  }
}
