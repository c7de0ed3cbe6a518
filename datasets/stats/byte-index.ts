/**
 * Numbers different byte strings 0, 1, 2 … in order of appearance, without a JavaScript string each. Grows as needed;
 * the caller bounds what it adds.
 */
export class ByteIndex {
  size = 0
  /** Bytes of all entries together. */
  byteLength = 0
  #slots = new Int32Array(64).fill(-1)
  #hashes = new Uint32Array(32)
  /** Entry i is `#bytes[#ends[i - 1]..#ends[i])`. */
  #ends = new Uint32Array(32)
  #bytes = new Uint8Array(1024)

  /** The number of `bytes[start..end)`, or -1 when it has none. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slotOf(hashOf(bytes, start, end), bytes, start, end)]
  }

  /** The number of `bytes[start..end)`, a new one (the former `size`) when it had none. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end)
    const slot = this.#slotOf(hash, bytes, start, end)
    if (this.#slots[slot] >= 0) return this.#slots[slot]
    const entry = this.size++
    if (entry === this.#ends.length) this.#growEntries()
    this.#keep(bytes, start, end)
    this.#hashes[entry] = hash
    this.#ends[entry] = this.byteLength
    this.#slots[slot] = entry
    if (2 * this.size > this.#slots.length) this.#rehash()
    return entry
  }

  /** Calls `visit` with every entry in order; entries are ranges of one run of bytes. */
  forEach(visit: (bytes: Uint8Array, start: number, end: number, entry: number) => void): void {
    for (let i = 0; i < this.size; i++) visit(this.#bytes, i > 0 ? this.#ends[i - 1] : 0, this.#ends[i], i)
  }

  /** The entries as text, in order. */
  texts(): string[] {
    const { buffer, byteOffset, byteLength } = this.#bytes
    const view = Buffer.from(buffer, byteOffset, byteLength)
    const texts: string[] = []
    this.forEach((_, start, end) => {
      texts.push(view.toString('utf8', start, end))
    })
    return texts
  }

  #slotOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const entry = this.#slots[slot]
      if (entry < 0 || (this.#hashes[entry] === hash && this.#isEntry(entry, bytes, start, end))) return slot
      slot = (slot + 1) & mask
    }
  }

  #isEntry(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = entry > 0 ? this.#ends[entry - 1] : 0
    if (this.#ends[entry] - from !== end - start) return false
    const own = this.#bytes
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== own[j]) return false
    return true
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    const length = this.byteLength + end - start
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, length))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(bytes.subarray(start, end), this.byteLength)
    this.byteLength = length
  }

  #growEntries(): void {
    const grown = <T extends Uint32Array>(old: T) => {
      const larger = new Uint32Array(2 * old.length)
      larger.set(old)
      return larger
    }
    this.#hashes = grown(this.#hashes)
    this.#ends = grown(this.#ends)
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(-1)
    const mask = this.#slots.length - 1
    for (let entry = 0; entry < this.size; entry++) {
      let slot = this.#hashes[entry] & mask
      while (this.#slots[slot] >= 0) slot = (slot + 1) & mask
      this.#slots[slot] = entry
    }
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
