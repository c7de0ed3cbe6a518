/** An exact set of byte strings, numbered in order of first appearance, without one JavaScript string per key. */
import type { TextBatch } from '#core/table.ts'
import { KeyHasher } from './key-hasher.ts'
import { KeyMachine, MACHINE_FROM, type TablePlaces } from './key-machine.ts'
import { BUCKET } from './key-machine-code.ts'
import { NumberedKeys, type Numbering } from './numbered-keys.ts'
import { ABSENT, UNSURE } from './ordinals.ts'
import { RUN, type RunTexts } from './run-memory.ts'

const decoder = new TextDecoder()

/**
 * Open addressing with linear probing, from the beginning of a bucket of slots on. A slot is one word: its low bits, as
 * many as it takes to number the slots, hold the key's ordinal + 1, the bits above hold those of the key's hash, so that
 * one read answers most probes. The hash is keyed per table: nobody can prepare a file that makes it slow. The slots
 * are laid out only when first needed, so a file in the same order as the table never pays for them. Keys are hashed
 * and looked up run by run, so that the cache misses of one run overlap.
 */
export class KeyTable {
  #hasher: KeyHasher
  #expectedKeys: number
  #bytes: Uint8Array
  #offsets: Uint32Array
  /** The length of every key, where that stands in for the offsets; else 0. */
  #stride = 0
  #size = 0
  #slots: Uint32Array = new Uint32Array(0)
  /** For each key of a run: where the key stands in `#bytes` that it is probably equal to. */
  #places = new Uint32Array(RUN)
  /** Machine code over the arrays, once they lie in its memory. */
  #machine: { code: KeyMachine; places: TablePlaces } | undefined
  /** Stands in for everything else where keys are numbered: always in a loaded table, else from many look-ups on. */
  #numbers: NumberedKeys | undefined
  #isLoaded = false
  /** Look-ups since the last key was added, as far as they matter. */
  #lookups = 0

  constructor(options: { expectedKeys?: number; expectedBytes?: number; seed?: number } = {}) {
    const keys = Math.max(16, options.expectedKeys ?? 1024)
    this.#expectedKeys = keys
    this.#hasher = new KeyHasher(options.seed ?? (Math.random() * 2 ** 32) >>> 0)
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
    if (this.#numbers) return this.#numbers.key(ordinal)
    const place = this.#placeOf(ordinal)
    return this.#bytes.subarray(place, place + this.#lengthOf(ordinal))
  }

  #placeOf(ordinal: number): number {
    return this.#stride > 0 ? ordinal * this.#stride : this.#offsets[ordinal]
  }

  #lengthOf(ordinal: number): number {
    return this.#stride > 0 ? this.#stride : this.#offsets[ordinal + 1] - this.#offsets[ordinal]
  }

  /** Makes the table one that keys can be added to. */
  #unlock(): void {
    if (this.#isLoaded) throw new TypeError('no key can be added to a table that was loaded')
    if (this.#stride > 0)
      this.#offsets = Uint32Array.from({ length: this.#size + 1 }, (_, i) => i * this.#stride)
    this.#stride = 0
    this.#machine = undefined
    this.#numbers = undefined
  }

  /** Writes each key's ordinal to `out`, adding the keys that are new (their ordinals are >= the size before). */
  intern(keys: TextBatch, rowCount: number, out: Uint32Array): void {
    this.#unlock()
    this.#lookups = 0
    for (let from = 0; from < rowCount; from += RUN) {
      const to = Math.min(rowCount, from + RUN)
      this.#reserve(to - from)
      this.#hasher.run(keys, from, to)
      for (let i = from; i < to; i++) {
        const hash = this.#hasher.words[2 * (i - from)]
        const slot = this.#probe(keys.bytes, keys.starts[i], keys.ends[i], hash)
        const found = this.#slots[slot]
        out[i] = found === 0 ? this.#append(keys, i, slot, hash) : this.#ordinalOf(found)
      }
    }
  }

  /**
   * Writes each key's ordinal, or ABSENT, to `out`. A key is first compared with the one at `guess` (the ordinal after
   * the previous row's), which is right throughout when a file keeps the table's order. Returns the guess to go on with.
   *
   * @param hashes where the hashes of the rows that are ABSENT are put, as `hash` gives them; other rows' hashes may be
   */
  find(keys: RunTexts, rowCount: number, out: Uint32Array, guess = 0, hashes?: BigUint64Array): number {
    this.#lookups += rowCount
    if (this.#lookups >= MACHINE_FROM) this.#moveToMachine()
    if (this.#numbers) {
      this.#numbers.find(keys, rowCount, out)
      if (hashes) this.#hasher.absent(keys, rowCount, out, hashes)
      return 0
    }
    const lookUp = { keys, out, hashes }
    for (let row = 0; row < rowCount; row += RUN) {
      const to = Math.min(rowCount, row + RUN)
      const isLoaded = this.#machine?.code.load(keys, row, to) === true
      const matched = isLoaded
        ? this.#findByMachine(lookUp, row, to, guess)
        : this.#findByScript(lookUp, row, to, guess)
      if (matched === to - row) guess += matched
      else if (out[to - 1] === ABSENT) guess += matched
      else guess = out[to - 1] + 1
    }
    return guess
  }

  /** Returns how many keys from `row` on were the guessed ones. */
  #findByScript({ keys, out, hashes }: LookUp, row: number, to: number, guess: number): number {
    const matched = this.#findInOrder(keys, row, to, out, guess)
    if (row + matched < to) {
      this.#layOut()
      this.#hasher.run(keys, row + matched, to)
      hashes?.set(this.#hasher.hashes.subarray(0, to - row - matched), row + matched)
      this.#findRun(keys, row + matched, to, out)
    }
    return matched
  }

  /** As `#findByScript`, for rows that are loaded. */
  #findByMachine({ keys, out, hashes }: LookUp, row: number, to: number, guess: number): number {
    if (!this.#machine) return 0
    const { code, places } = this.#machine
    const matched = guess < this.#size ? code.follow(to - row, places, out, row, guess) : 0
    const from = row + matched
    if (from === to) return matched
    if (matched > 0) code.skip(matched)
    let unsure = code.find(to - from, places, out, from, hashes)
    for (let i = from; unsure > 0 && i < to; i++) {
      if (out[i] !== UNSURE) continue
      const hash = this.#hasher.lowWord(keys.bytes, keys.starts[i], keys.ends[i])
      out[i] = this.#ordinalOf(this.#slots[this.#probe(keys.bytes, keys.starts[i], keys.ends[i], hash)])
      unsure--
    }
    return matched
  }

  /** Finds the quickest way to look up many keys: by number, or in a machine's memory if there is such memory. */
  #moveToMachine(): void {
    if (this.#machine || this.#numbers) return
    this.#lookups = Number.NEGATIVE_INFINITY
    const arrays = this.toArrays()
    if ('numbering' in arrays) {
      this.#numbers = new NumberedKeys(arrays.numbering)
      return
    }
    const { bytes, offsets, stride, slots } = arrays
    const parts = [slots, offsets ?? new Uint32Array(0), bytes]
    const sizes = parts.map((part) => Math.ceil(part.byteLength / 64) * 64)
    const table = KeyMachine.make(sizes[0] + sizes[1] + sizes[2])?.table
    if (!table) return
    const starts = [0, sizes[0], sizes[0] + sizes[1]].map((at) => table.byteOffset + at)
    this.#slots = new Uint32Array(table.buffer, starts[0], slots.length)
    this.#offsets = new Uint32Array(table.buffer, starts[1], parts[1].length)
    this.#bytes = new Uint8Array(table.buffer, starts[2], bytes.length)
    this.#slots.set(slots)
    if (offsets) this.#offsets.set(offsets)
    this.#bytes.set(bytes)
    this.#stride = stride
    this.#useMachine()
  }

  /** Uses the machine in whose memory the arrays lie, if there is one. */
  #useMachine(): void {
    const code = KeyMachine.of(this.#slots.buffer)
    if (!code || this.#bytes.buffer !== code.buffer) return
    code.setSeed(this.#hasher.seed)
    const places: TablePlaces = {
      slots: this.#slots.byteOffset,
      mask: this.#slots.length - 1,
      offsets: this.#offsets.byteOffset,
      stride: this.#stride,
      keys: this.#bytes.byteOffset,
      size: this.#size,
    }
    this.#machine = { code, places }
  }

  /**
   * Three passes, each of reads that do not wait for each other: the slots, the places of the keys, the keys. A key's
   * first slot with the same hash is nearly always its own; where it is not, it is looked up by itself.
   */
  #findRun(keys: TextBatch, from: number, to: number, out: Uint32Array): void {
    const { bytes, starts, ends } = keys
    const slots = this.#slots
    const hashes = this.#hasher.words
    const places = this.#places
    const mask = slots.length - 1
    for (let i = from; i < to; i++) {
      const hash = hashes[2 * (i - from)]
      let slot = hash & mask & -BUCKET
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
      places[i - from] = this.#lengthOf(ordinal) === ends[i] - starts[i] ? this.#placeOf(ordinal) : ABSENT
    }
    for (let i = from; i < to; i++) {
      if (out[i] === ABSENT || this.#equalsAt(bytes, starts[i], ends[i], places[i - from])) continue
      out[i] = this.#ordinalOf(slots[this.#probe(bytes, starts[i], ends[i], hashes[2 * (i - from)])])
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

  /** The hash of a text, be it a key or not. */
  hash(bytes: Uint8Array, start: number, end: number): bigint {
    return this.#hasher.hash(bytes, start, end)
  }

  /** The slot of the key, or of the gap where it would stand. */
  #probe(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hash & mask & -BUCKET
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
    return (
      this.#lengthOf(ordinal) === end - start && this.#equalsAt(bytes, start, end, this.#placeOf(ordinal))
    )
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
      const hash = this.#hasher.lowWord(bytes, offsets[ordinal], offsets[ordinal + 1])
      let slot = hash & mask & -BUCKET
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = (hash & ~mask) | (ordinal + 1)
    }
    this.#slots = slots
  }

  /** The keys as plain arrays, or as what stands in for them. */
  toArrays(): KeyArrays {
    const range = (ordinal: number) => {
      const place = this.#placeOf(ordinal)
      return [place, place + this.#lengthOf(ordinal)] as const
    }
    const numbers = this.#numbers ?? NumberedKeys.of(this.#bytes, this.#size, range)
    if (numbers) return { numbering: numbers.numbering }
    if (this.#stride === 0 && this.#slots.length !== slotCount(this.#size)) {
      this.#placeAll(slotCount(this.#size))
    }
    const stride = this.#commonLength()
    return {
      bytes: this.#bytes.subarray(0, this.#size * stride || this.#offsets[this.#size]),
      offsets: stride > 0 ? null : this.#offsets.subarray(0, this.#size + 1),
      stride,
      slots: this.#slots,
      seed: this.#hasher.seed,
    }
  }

  /** The length of all keys; 0 where they differ. */
  #commonLength(): number {
    if (this.#stride > 0 || this.#size === 0) return this.#stride
    const length = this.#lengthOf(0)
    for (let ordinal = 1; ordinal < this.#size; ordinal++) if (this.#lengthOf(ordinal) !== length) return 0
    return length
  }

  /** A table over keys that are known to differ from each other, for example those of a prepared truth. */
  static fromArrays(arrays: KeyArrays): KeyTable {
    const table = new KeyTable({ expectedKeys: 0, expectedBytes: 0 })
    table.#isLoaded = true
    if ('numbering' in arrays) {
      table.#numbers = new NumberedKeys(arrays.numbering)
      table.#size = arrays.numbering.size
      return table
    }
    table.#hasher = new KeyHasher(arrays.seed)
    table.#slots = arrays.slots
    table.#bytes = arrays.bytes
    table.#offsets = arrays.offsets ?? new Uint32Array(1)
    table.#stride = arrays.stride
    table.#size = arrays.offsets ? arrays.offsets.length - 1 : arrays.bytes.length / arrays.stride
    table.#useMachine()
    return table
  }
}

/** What `find` was asked for. */
interface LookUp {
  keys: RunTexts
  out: Uint32Array
  hashes: BigUint64Array | undefined
}

/** The content of a KeyTable as it can be written to a file and read back. */
export type KeyArrays = HashedKeys | { numbering: Numbering }

/** Key i is `bytes[offsets[i]..offsets[i + 1])`, or `bytes[i * stride..(i + 1) * stride)` where all have one length. */
export interface HashedKeys {
  bytes: Uint8Array
  /** One more than there are keys; null where `stride` is not 0. */
  offsets: Uint32Array | null
  /** The length of all keys, or 0. */
  stride: number
  /** The hash slots as they are, so that whoever reads the arrays need not place a key. */
  slots: Uint32Array
  /** The seed they were laid out by; as secret as the table. */
  seed: number
}

/** A power of two with at most two thirds of the slots taken. */
function slotCount(keys: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, keys * 1.5)))
}
