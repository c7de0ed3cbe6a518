import { KIND } from '../machine/cell-layout.ts'
import { DistinctEstimate } from './distinct-estimate.ts'
import type { Hash64 } from './hash64.ts'

const FIRST_SLOTS = 32

/** Cells in a row. */
interface HashedCells {
  bytes: Buffer
  starts: Uint32Array
  ends: Uint32Array
  count: number
  kinds: Uint8Array
}

/** What is known of different values, in a form that goes from one thread to another. */
export interface DistinctState {
  values: readonly string[]
  /** Of each value, the words of its hash. */
  hashes: Uint32Array
  /** Where there are too many values. */
  registers?: Uint8Array
}

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

  /**
   * Adds the cells that are not null.
   *
   * @param words two for each cell: its hash, the lower word first
   */
  addAll({ bytes, starts, ends, count, kinds }: HashedCells, words: Int32Array): void {
    const hash: Hash64 = { high: 0, low: 0 }
    for (let i = 0; i < count; i++) {
      if (kinds[i] === KIND.null) continue
      hash.low = words[2 * i]
      hash.high = words[2 * i + 1]
      if (this.#estimate) this.#estimate.add(hash.high, hash.low)
      else this.add(hash, bytes, starts[i], ends[i])
    }
    this.#estimated = -1
  }

  /** Adds the value in `bytes[start..end)`, whose hash is given. */
  add(hash: Hash64, bytes: Buffer, start: number, end: number): void {
    if (this.#estimate) {
      this.#estimate.add(hash.high, hash.low)
      this.#estimated = -1
      return
    }
    const slot = this.#find(hash)
    if (this.#slots[slot + 2] !== 0) return
    if (this.#values.length === this.#limit || end - start > this.#charactersLeft) {
      this.#estimate = this.#startEstimate()
      this.#estimate.add(hash.high, hash.low)
      return
    }
    this.#charactersLeft -= end - start
    this.#values.push(bytes.toString('utf8', start, end))
    this.#set(slot, hash)
    if (this.#values.length * 6 > this.#slots.length) this.#grow()
  }

  state(): DistinctState {
    const hashes = new Uint32Array(2 * this.#values.length)
    for (let slot = 0; slot < this.#slots.length; slot += 3) {
      const ordinal = this.#slots[slot + 2] - 1
      if (ordinal >= 0) hashes.set(this.#slots.subarray(slot, slot + 2), 2 * ordinal)
    }
    return { values: this.#values, hashes, registers: this.#estimate?.registers }
  }

  /** Adds the values that another found, begun with the same limits, as if they had come here, in their order. */
  append({ values, hashes, registers }: DistinctState): void {
    values.forEach((value, i) => {
      const bytes = Buffer.from(value)
      this.add({ high: hashes[2 * i], low: hashes[2 * i + 1] }, bytes, 0, bytes.length)
    })
    if (!registers) return
    this.#estimate ??= this.#startEstimate()
    this.#estimate.addAll(registers)
    this.#estimated = -1
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

  #startEstimate(): DistinctEstimate {
    const estimate = new DistinctEstimate(this.#bits)
    for (let slot = 0; slot < this.#slots.length; slot += 3) {
      if (this.#slots[slot + 2] !== 0) estimate.add(this.#slots[slot], this.#slots[slot + 1])
    }
    this.exact = false
    this.#values = []
    this.#slots = new Uint32Array(0)
    return estimate
  }
}
