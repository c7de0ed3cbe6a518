/** An exact set of byte strings, numbered in order of first appearance, without one JavaScript string per key. */
import type { TextBatch } from '#core/table.ts'

/** The ordinal of a key that is not in the table. */
export const ABSENT = 0xffff_ffff

/** Keys hashed before any is looked up, so that the cache misses of one run overlap. */
const RUN = 1024

const decoder = new TextDecoder()

/**
 * Open addressing with linear probing. A slot is one word: its low bits, as many as it takes to number the slots, hold
 * the key's ordinal + 1, the bits above hold those of the key's hash, so that one read answers most probes. The hash is
 * seeded per table: nobody can prepare a file that makes it slow. The slots are laid out only when first needed, so a
 * file in the same order as the table never pays for them.
 */
export class KeyTable {
  #seed: number
  #expectedKeys: number
  #bytes: Uint8Array
  #offsets: Uint32Array
  #size = 0
  #slots: Uint32Array = new Uint32Array(0)
  #hashes = new Uint32Array(RUN)
  /** For each key of a run: where the key stands in `#bytes` that it is probably equal to. */
  #places = new Uint32Array(RUN)

  constructor(options: { expectedKeys?: number; expectedBytes?: number; seed?: number } = {}) {
    const keys = Math.max(16, options.expectedKeys ?? 1024)
    this.#expectedKeys = keys
    this.#seed = options.seed ?? (Math.random() * 2 ** 32) >>> 0
    this.#bytes = new Uint8Array(options.expectedBytes ?? keys * 12)
    this.#offsets = new Uint32Array(keys + 1)
  }

  /** How many different keys there are. */
  get size(): number {
    return this.#size
  }

  /** The key of an ordinal as text, for messages. */
  text(ordinal: number): string {
    return decoder.decode(this.key(ordinal))
  }

  /** The key of an ordinal as bytes (a view). */
  key(ordinal: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[ordinal], this.#offsets[ordinal + 1])
  }

  /** Writes each key's ordinal to `out`, adding the keys that are new (their ordinals are >= the size before). */
  intern(keys: TextBatch, rowCount: number, out: Uint32Array): void {
    for (let from = 0; from < rowCount; from += RUN) {
      const to = Math.min(rowCount, from + RUN)
      this.#reserve(to - from)
      this.#hashRun(keys, from, to)
      for (let i = from; i < to; i++) {
        const slot = this.#probe(keys.bytes, keys.starts[i], keys.ends[i], this.#hashes[i - from])
        const found = this.#slots[slot]
        out[i] = found === 0 ? this.#append(keys, i, slot, this.#hashes[i - from]) : this.#ordinalOf(found)
      }
    }
  }

  /**
   * Writes each key's ordinal, or ABSENT, to `out`. A key is first compared with the one at `guess` (the ordinal after
   * the previous row's), which is right throughout when a file keeps the table's order. Returns the guess to go on with.
   */
  find(keys: TextBatch, rowCount: number, out: Uint32Array, guess = 0): number {
    let row = 0
    while (row < rowCount) {
      const matched = this.#findInOrder(keys, row, rowCount, out, guess)
      guess += matched
      row += matched
      if (row === rowCount) break
      const to = Math.min(rowCount, row + RUN)
      this.#layOut()
      this.#hashRun(keys, row, to)
      this.#findRun(keys, row, to, out)
      row = to
      guess = out[to - 1] === ABSENT ? guess : out[to - 1] + 1
    }
    return guess
  }

  /**
   * Three passes, each of reads that do not wait for each other: the slots, the places of the keys, the keys. A key's
   * first slot with the same hash is nearly always its own; where it is not, it is looked up by itself.
   */
  #findRun(keys: TextBatch, from: number, to: number, out: Uint32Array): void {
    const { bytes, starts, ends } = keys
    const slots = this.#slots
    const offsets = this.#offsets
    const hashes = this.#hashes
    const places = this.#places
    const mask = slots.length - 1
    for (let i = from; i < to; i++) {
      const hash = hashes[i - from]
      let slot = hash & mask
      let word = slots[slot]
      while (word !== 0 && ((word ^ hash) & ~mask) !== 0) {
        slot = (slot + 1) & mask
        word = slots[slot]
      }
      out[i] = (word & mask) - 1 // 0 - 1 wraps to ABSENT
    }
    for (let i = from; i < to; i++) {
      const ordinal = out[i]
      if (ordinal === ABSENT) continue
      const place = offsets[ordinal]
      places[i - from] = offsets[ordinal + 1] - place === ends[i] - starts[i] ? place : ABSENT
    }
    for (let i = from; i < to; i++) {
      if (out[i] === ABSENT || this.#equalsAt(bytes, starts[i], ends[i], places[i - from])) continue
      out[i] = this.#ordinalOf(slots[this.#probe(bytes, starts[i], ends[i], hashes[i - from])])
    }
  }

  #equalsAt(bytes: Uint8Array, start: number, end: number, place: number): boolean {
    if (place === ABSENT) return false
    const own = this.#bytes
    for (let i = start, at = place; i < end; i++, at++) if (bytes[i] !== own[at]) return false
    return true
  }

  /** How many rows from `row` on hold the keys guess, guess + 1, …; their ordinals are written. */
  #findInOrder(keys: TextBatch, row: number, rowCount: number, out: Uint32Array, guess: number): number {
    const most = Math.min(rowCount - row, this.#size - guess)
    let n = 0
    while (n < most && this.#equals(keys.bytes, keys.starts[row + n], keys.ends[row + n], guess + n)) {
      out[row + n] = guess + n
      n++
    }
    return Math.max(n, 0)
  }

  #hashRun(keys: TextBatch, from: number, to: number): void {
    const { bytes, starts, ends } = keys
    const hashes = this.#hashes
    for (let i = from; i < to; i++) hashes[i - from] = hashBytes(bytes, starts[i], ends[i], this.#seed)
  }

  /** The slot of the key, or of the gap where it would stand. */
  #probe(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hash & mask
    for (let word = slots[slot]; word !== 0; word = slots[slot]) {
      if (((word ^ hash) & ~mask) === 0 && this.#equals(bytes, start, end, (word & mask) - 1)) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  /** The ordinal in a slot's word; ABSENT for an empty one. */
  #ordinalOf(word: number): number {
    return ((word & (this.#slots.length - 1)) - 1) >>> 0
  }

  #equals(bytes: Uint8Array, start: number, end: number, ordinal: number): boolean {
    const place = this.#offsets[ordinal]
    return this.#offsets[ordinal + 1] - place === end - start && this.#equalsAt(bytes, start, end, place)
  }

  #append(keys: TextBatch, row: number, slot: number, hash: number): number {
    const start = keys.starts[row]
    const length = keys.ends[row] - start
    const at = this.#offsets[this.#size]
    if (at + length > this.#bytes.length) this.#growBytes(at + length)
    const own = this.#bytes
    for (let i = 0; i < length; i++) own[at + i] = keys.bytes[start + i]
    this.#size++
    this.#slots[slot] = (hash & -this.#slots.length) | this.#size
    this.#offsets[this.#size] = at + length
    return this.#size - 1
  }

  #growBytes(needed: number): void {
    if (needed > ABSENT) throw new RangeError('the keys of one table exceed 4 GiB')
    const grown = new Uint8Array(Math.min(ABSENT, Math.max(needed, Math.ceil(this.#bytes.length * 1.5))))
    grown.set(this.#bytes)
    this.#bytes = grown
  }

  /** Makes room for `more` keys, in the offsets and in the slots. */
  #reserve(more: number): void {
    const needed = this.#size + more
    if (needed >= this.#offsets.length) {
      const grown = new Uint32Array(Math.max(needed + 1, Math.ceil(this.#offsets.length * 1.5)))
      grown.set(this.#offsets)
      this.#offsets = grown
    }
    if (needed * 1.5 > this.#slots.length) this.#placeAll(slotCount(Math.max(needed * 2, this.#expectedKeys)))
  }

  #layOut(): void {
    if (this.#slots.length === 0) this.#placeAll(slotCount(this.#size))
  }

  /** Lays out `count` slots. The keys are known to differ, so none is compared; hashes are computed anew. */
  #placeAll(count: number): void {
    const slots = new Uint32Array(count)
    const mask = count - 1
    const bytes = this.#bytes
    const offsets = this.#offsets
    for (let ordinal = 0; ordinal < this.#size; ordinal++) {
      const hash = hashBytes(bytes, offsets[ordinal], offsets[ordinal + 1], this.#seed)
      let slot = hash & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = (hash & ~mask) | (ordinal + 1)
    }
    this.#slots = slots
  }

  /** The keys as plain arrays (views): key i is `bytes[offsets[i]..offsets[i + 1])`. */
  toArrays(): KeyArrays {
    this.#layOut()
    return {
      bytes: this.#bytes.subarray(0, this.#offsets[this.#size]),
      offsets: this.#offsets.subarray(0, this.#size + 1),
      slots: this.#slots,
      seed: this.#seed,
    }
  }

  /** A table over keys that are known to differ from each other, for example those of a prepared truth. */
  static fromArrays(arrays: KeyArrays): KeyTable {
    const table = new KeyTable({ expectedKeys: 0, expectedBytes: 0, seed: arrays.seed })
    table.#slots = arrays.slots
    table.#bytes = arrays.bytes
    table.#offsets = arrays.offsets
    table.#size = arrays.offsets.length - 1
    return table
  }
}

/** The content of a KeyTable as it can be written to a file and read back. */
export interface KeyArrays {
  bytes: Uint8Array
  /** One more than there are keys. */
  offsets: Uint32Array
  /** The hash slots as they are, so that whoever reads the arrays need not place a key. */
  slots: Uint32Array
  /** The seed they were laid out by; as secret as the table. */
  seed: number
}

/** A power of two with at most two thirds of the slots taken. */
function slotCount(keys: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, keys * 1.5)))
}

/** Seeded 32-bit hash of a byte range: multiply and rotate per four bytes, then the finalizer of MurmurHash3. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let h = seed ^ (end - start)
  let i = start
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
    const k = Math.imul(word, 0xcc9e2d51)
    h = Math.imul(h ^ ((k << 15) | (k >>> 17)), 0x1b873593)
    h = (h << 13) | (h >>> 19)
  }
  let tail = 0
  for (; i < end; i++) tail = (tail << 8) | bytes[i]
  h = Math.imul(h ^ tail, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
