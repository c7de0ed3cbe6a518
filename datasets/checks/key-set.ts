/** Keys above which memory counts for more than short searches. */
const MANY = 4_000_000

const slotsFor = (keys: number) => (keys > MANY ? 1.25 : 2) * keys

/**
 * A set of keys by their 64-bit hashes, 16 to 32 bytes each, and 10 to 20 each of more than {@link MANY}.
 * Two of 10 million different keys meet with a chance of about 3 in a million.
 */
export class KeySet {
  size = 0
  #slots: number
  #words: Uint32Array

  /** @param keys about how many there will be, where that is known: the set need not grow then */
  constructor(keys = 0) {
    this.#slots = 2 ** Math.ceil(Math.log2(Math.max(1024, slotsFor(keys) + 2)))
    this.#words = new Uint32Array(2 * this.#slots)
  }

  /** Adds a key by the words of its hash; false when it was there. */
  add(high: number, low: number): boolean {
    if (slotsFor(this.size) >= this.#slots) this.#grow()
    if (!this.#insert(high, low)) return false
    this.size++
    return true
  }

  has(high: number, low: number): boolean {
    const at = this.#find(high, low === 0 ? 1 : low)
    return this.#words[2 * at + 1] !== 0
  }

  /** The slot of this key or the empty one where it belongs. A low word of 0 marks an empty slot. */
  #find(high: number, low: number): number {
    const words = this.#words
    let at = high & (this.#slots - 1)
    while (words[2 * at + 1] !== 0 && (words[2 * at] !== high || words[2 * at + 1] !== low)) {
      at = (at + 1) & (this.#slots - 1)
    }
    return at
  }

  #insert(high: number, lowOrZero: number): boolean {
    const low = lowOrZero === 0 ? 1 : lowOrZero
    const at = this.#find(high, low)
    if (this.#words[2 * at + 1] !== 0) return false
    this.#words[2 * at] = high
    this.#words[2 * at + 1] = low
    return true
  }

  #grow(): void {
    const old = this.#words
    this.#slots *= 2
    this.#words = new Uint32Array(2 * this.#slots)
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.#insert(old[i], old[i + 1])
  }
}
