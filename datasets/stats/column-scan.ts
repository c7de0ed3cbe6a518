import type { TextBatch } from '#core/table.ts'
import { looksLike } from '../cell-text.ts'
import type { ColumnType } from '../schema.ts'
import { BoundedCounts } from './bounded-counts.ts'
import { DistinctEstimate } from './distinct-estimate.ts'
import type { Hash64 } from './hash64.ts'
import { hash64 } from './hash64.ts'

/** Types in the order in which they are preferred. */
const CANDIDATES = ['boolean', 'int64', 'float64', 'date', 'timestamp'] as const
type Candidate = (typeof CANDIDATES)[number]
/** No number, date or instant is longer. */
const LONGEST_VALUE = 64
/** Categories are listed up to this many. */
export const MAX_CATEGORIES = 1000

/** The first cell that ruled a type out. */
export interface Misfit {
  line: number
  text: string
}

/** What one pass over a column's texts tells about it, in bounded memory. */
export class ColumnScan {
  rows = 0
  nulls = 0
  /** Cells that are strings of length 0, not null. */
  empties = 0
  words = 0
  codePoints = 0
  images = 0
  /** Exact up to {@link MAX_CATEGORIES} different values. */
  readonly values = new BoundedCounts(MAX_CATEGORIES)
  readonly misfits = new Map<Candidate, Misfit>()
  readonly #distinct = new DistinctEstimate()
  readonly #hash: Hash64 = { high: 0, low: 0 }

  observe(batch: TextBatch, rowCount: number, lineOf: (row: number) => number): void {
    const view = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength)
    for (let row = 0; row < rowCount; row++) {
      this.rows++
      if (batch.nulls?.[row]) this.nulls++
      else this.#observeCell(view, batch.starts[row], batch.ends[row], () => lineOf(row))
    }
  }

  #observeCell(bytes: Buffer, start: number, end: number, line: () => number): void {
    const size = end - start
    if (size === 0) this.empties++
    this.#hash.high = 0
    this.#hash.low = 0
    hash64(this.#hash, bytes, start, end)
    this.#distinct.add(this.#hash)
    this.#countWords(bytes, start, end)
    const undecided = this.misfits.size < CANDIDATES.length
    if (!undecided && !this.values.exact && !isImageEnd(bytes, start, end)) return
    const text = bytes.toString('utf8', start, end)
    if (this.values.exact) this.values.add(text)
    if (/\.(?:png|jpe?g|webp)$/i.test(text)) this.images++
    if (!undecided) return
    for (const type of CANDIDATES) {
      if (this.misfits.has(type) || (size <= LONGEST_VALUE && looksLike(type, text))) continue
      this.misfits.set(type, { line: line(), text: text.slice(0, 40) })
    }
  }

  #countWords(bytes: Buffer, start: number, end: number): void {
    let inWord = false
    for (let i = start; i < end; i++) {
      const byte = bytes[i]
      if ((byte & 0xc0) !== 0x80) this.codePoints++
      const space = byte <= 0x20
      if (!space && !inWord) this.words++
      inWord = !space
    }
  }

  /** Cells that are not null. */
  get present(): number {
    return this.rows - this.nulls
  }

  /** Different values: exact up to {@link MAX_CATEGORIES}, else within a few per cent and never above `present`. */
  get distinct(): number {
    return this.values.exact ? this.values.size : Math.min(this.present, this.#distinct.count())
  }

  get meanWords(): number {
    return this.present ? this.words / this.present : 0
  }

  get meanCodePoints(): number {
    return this.present ? this.codePoints / this.present : 0
  }

  /** The strictest type that every present cell fits; string when there is none or nothing to go by. */
  get type(): ColumnType {
    if (this.present === 0) return 'string'
    return CANDIDATES.find((type) => !this.misfits.has(type)) ?? 'string'
  }
}

function isImageEnd(bytes: Uint8Array, start: number, end: number): boolean {
  const last = bytes[end - 1] | 0x20
  return end - start > 4 && (last === 0x67 || last === 0x70) // g of png, jpg, jpeg; p of webp
}
