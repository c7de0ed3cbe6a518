import type { ValueCount } from './bounded-counts.ts'
import { byCount } from './bounded-counts.ts'
import { ByteIndex } from './byte-index.ts'
import { DistinctEstimate } from './distinct-estimate.ts'
import { type Hash64, quickHash64 } from './hash64.ts'

const MAX_TEXT_BYTES = 2_000_000

/**
 * Counts the different texts of a column, from their bytes: exactly while there are at most `limit` of them, with
 * 2 MB of text together. Beyond that it goes on counting those that it knows, if `goesOn`, and estimates how many there
 * are (see `DistinctEstimate`).
 */
export class TextCounts {
  exact = true
  readonly #limit: number
  readonly #goesOn: boolean
  readonly #known = new ByteIndex()
  #counts = new Float64Array(16)
  #estimate: DistinctEstimate | undefined
  readonly #hash: Hash64 = { high: 0, low: 0 }

  constructor(limit: number, goesOn: boolean) {
    this.#limit = limit
    this.#goesOn = goesOn
  }

  /** Counts `bytes[start..end)`; says its number among the values that are known, or -1. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const entry = this.#entryOf(bytes, start, end)
    if (entry >= 0) this.#count(entry)
    if (this.#estimate) this.#estimateOne(this.#estimate, bytes, start, end)
    return entry
  }

  #entryOf(bytes: Uint8Array, start: number, end: number): number {
    if (!this.exact) return this.#goesOn ? this.#known.find(bytes, start, end) : -1
    const { size, byteLength } = this.#known
    if (size < this.#limit && byteLength + end - start <= MAX_TEXT_BYTES)
      return this.#known.add(bytes, start, end)
    const entry = this.#known.find(bytes, start, end)
    if (entry < 0) this.#overflow()
    return entry
  }

  #overflow(): void {
    this.exact = false
    const estimate = new DistinctEstimate()
    this.#estimate = estimate
    this.#known.forEach((bytes, start, end) => {
      this.#estimateOne(estimate, bytes, start, end)
    })
  }

  #estimateOne(estimate: DistinctEstimate, bytes: Uint8Array, start: number, end: number): void {
    this.#hash.high = 0
    this.#hash.low = 0
    quickHash64(this.#hash, bytes, start, end)
    estimate.add(this.#hash)
  }

  #count(entry: number): void {
    if (entry >= this.#counts.length) {
      const grown = new Float64Array(2 * this.#counts.length)
      grown.set(this.#counts)
      this.#counts = grown
    }
    this.#counts[entry]++
  }

  /** How many different values there were: exactly, or within a few per cent. */
  distinct(): number {
    return this.#estimate?.count() ?? this.#known.size
  }

  /** The most frequent values that are known, with their numbers. */
  top(limit: number): (ValueCount & { entry: number })[] {
    const all = this.#known.texts().map((value, entry) => ({ value, entry, count: this.#counts[entry] }))
    return all.sort(byCount).slice(0, limit)
  }
}

/** As {@link TextCounts} for numbers; all NaN are one value, and so are the two zeros. */
export class NumberCounts {
  exact = true
  readonly #limit: number
  readonly #goesOn: boolean
  readonly #known = new Map<number, number>()
  #counts = new Float64Array(16)
  #estimate: DistinctEstimate | undefined
  readonly #hash: Hash64 = { high: 0, low: 0 }
  readonly #bits = new DataView(new ArrayBuffer(8))

  constructor(limit: number, goesOn: boolean) {
    this.#limit = limit
    this.#goesOn = goesOn
  }

  /** Counts a value; says its number among the values that are known, or -1. */
  add(value: number): number {
    if (!this.exact && !this.#goesOn) {
      this.#estimateOne(value)
      return -1
    }
    let entry = this.#known.get(value) ?? -1
    if (entry < 0 && this.exact) {
      if (this.#known.size < this.#limit) {
        entry = this.#known.size
        this.#known.set(value, entry)
      } else this.#overflow()
    }
    if (entry >= 0) this.#count(entry)
    this.#estimateOne(value)
    return entry
  }

  #overflow(): void {
    this.exact = false
    this.#estimate = new DistinctEstimate()
    for (const value of this.#known.keys()) this.#estimateOne(value)
    if (!this.#goesOn) this.#known.clear()
  }

  #estimateOne(value: number): void {
    if (!this.#estimate) return
    this.#bits.setFloat64(0, value === 0 ? 0 : value)
    this.#hash.high = mix(this.#bits.getInt32(0) ^ Math.imul(this.#bits.getInt32(4), 0x9e3779b1))
    this.#hash.low = mix(this.#bits.getInt32(4) ^ Math.imul(this.#hash.high, 0x85ebca77))
    this.#estimate.add(this.#hash)
  }

  #count(entry: number): void {
    if (entry >= this.#counts.length) {
      const grown = new Float64Array(2 * this.#counts.length)
      grown.set(this.#counts)
      this.#counts = grown
    }
    this.#counts[entry]++
  }

  /** How many different values there were: exactly, or within a few per cent. */
  distinct(): number {
    return this.#estimate?.count() ?? this.#known.size
  }

  /** The most frequent values that are known, with their numbers. */
  top(limit: number): (ValueCount & { entry: number })[] {
    const all = [...this.#known].map(([value, entry]) => ({
      value: String(value),
      entry,
      count: this.#counts[entry],
    }))
    return all.sort(byCount).slice(0, limit)
  }
}

function mix(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
