const FIRST_SLOTS = 64

/** Where each key of a table stands, by the keys' 64-bit hashes: 12 bytes a slot, at most half of the slots taken. */
export class KeyOrdinals {
  #slots = FIRST_SLOTS
  #size = 0
  #words = new Uint32Array(3 * FIRST_SLOTS)

  /** Remembers the ordinal of a key; the first one where a key returns. */
  set(high: number, low: number, ordinal: number): void {
    if (2 * this.#size >= this.#slots) this.#grow()
    this.#insert(high, low, ordinal + 1)
  }

  /** The ordinal of a key; -1 for none. */
  get(high: number, low: number): number {
    return this.#words[3 * this.#slotOf(high, low) + 2] - 1
  }

  /**
   * The ordinals of rows from `from` on, -1 for null, up to the first row whose key has none.
   *
   * @param hashes of the rows, low and high word of each
   * @returns that row, or the number of rows
   */
  find(hashes: Uint32Array, nulls: Uint8Array, ordinals: Int32Array, from: number): number {
    const words = this.#words
    const mask = this.#slots - 1
    const rows = hashes.length >> 1
    for (let row = from; row < rows; row++) {
      if (nulls[row]) {
        ordinals[row] = -1
        continue
      }
      const [low, high] = [hashes[2 * row], hashes[2 * row + 1]]
      let at = high & mask
      while (words[3 * at + 2] !== 0 && (words[3 * at] !== high || words[3 * at + 1] !== low))
        at = (at + 1) & mask
      const found = words[3 * at + 2]
      if (found === 0) return row
      ordinals[row] = found - 1
    }
    return rows
  }

  /** Calls `visit` with the hash of every key, in no order. */
  forEach(visit: (high: number, low: number) => void): void {
    const words = this.#words
    for (let at = 0; at < words.length; at += 3) if (words[at + 2] !== 0) visit(words[at], words[at + 1])
  }

  /** The slot of this key or the empty one where it belongs; the third word of an empty slot is 0. */
  #slotOf(high: number, low: number): number {
    const words = this.#words
    let at = high & (this.#slots - 1)
    while (words[3 * at + 2] !== 0 && (words[3 * at] !== high || words[3 * at + 1] !== low)) {
      at = (at + 1) & (this.#slots - 1)
    }
    return at
  }

  #insert(high: number, low: number, value: number): void {
    const at = 3 * this.#slotOf(high, low)
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
