import type { TextBatch } from '#core/table.ts'
import type { DeclaredColumn } from '#scoring/readers/declared-column.ts'
import type { ColumnType } from '../schema.ts'
import { CANDIDATES, type Candidate, cellClass, maskOf } from './cell-class.ts'
import { DistinctValues } from './distinct-values.ts'
import type { Hash64 } from './hash64.ts'
import { quickHash64 } from './hash64.ts'

/** Categories are listed up to this many. */
export const MAX_CATEGORIES = 1000
/** Different values that all columns of a table may keep together, and their characters. */
const TABLE_VALUES = 1_000_000
const TABLE_CHARACTERS = 64_000_000
/** Tables with more columns keep less about each. */
const WIDE = 200
const COLUMN_CHARACTERS = 2_000_000

/** A cell worth showing: the first that ruled a type out, or that is damaged. */
export interface Misfit {
  line: number
  text: string
}

/** How a column is looked at. */
export interface ScanOptions {
  /** Columns of the table: the more there are, the fewer different values each may keep. */
  columnCount?: number
  /** What the file itself says about the column. */
  declared?: DeclaredColumn
  /** The column may be the id or a label: its values matter, however many columns there are. */
  isKey?: boolean
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
  /** Numbers with a decimal comma. */
  decimalCommas = 0
  /** The first cell, at most 100 characters. */
  example: string | undefined
  readonly declared: DeclaredColumn | undefined
  /** Exact up to {@link MAX_CATEGORIES} different values, fewer in wide tables. */
  readonly values: DistinctValues
  readonly misfits = new Map<Candidate, Misfit>()
  /** The first cell that shows that the text was once decoded wrongly, and how many do. */
  damaged: Misfit | undefined
  damagedCount = 0
  readonly #hash: Hash64 = { high: 0, low: 0 }
  readonly #candidates: number
  #open: number

  constructor({ columnCount = 1, declared, isKey = false }: ScanOptions = {}) {
    this.declared = declared
    this.#candidates = maskOf(declared?.candidates ?? CANDIDATES)
    this.#open = this.#candidates
    const share = isKey ? 1 : columnCount
    const most = Math.max(32, Math.min(MAX_CATEGORIES, Math.floor(TABLE_VALUES / share)))
    const characters = Math.min(COLUMN_CHARACTERS, Math.floor(TABLE_CHARACTERS / share))
    // the large estimates of many columns would drive each other out of the cache
    this.values = new DistinctValues(most, characters, share > WIDE ? 8 : 12)
  }

  observe(batch: TextBatch, rowCount: number, lineOf: (row: number) => number): void {
    const { bytes, starts, ends, nulls } = batch
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.rows += rowCount
    for (let row = 0; row < rowCount; row++) {
      if (nulls?.[row]) this.nulls++
      else this.#observeCell(view, starts[row], ends[row], row, lineOf)
    }
  }

  #observeCell(
    bytes: Buffer,
    start: number,
    end: number,
    row: number,
    lineOf: (row: number) => number,
  ): void {
    if (this.example === undefined)
      this.example = bytes.toString('utf8', start, Math.min(end, start + 400)).slice(0, 100)
    const hash = this.#hash
    hash.high = 0
    hash.low = 0
    quickHash64(hash, bytes, start, end)
    this.values.add(hash, bytes, start, end)
    const fits = this.#open === 0 ? 0 : cellClass(bytes, start, end, this.#open)
    if ((this.#open & ~fits) !== 0) this.#rule(this.#open & ~fits, bytes, start, end, lineOf(row))
    if (fits !== 0) {
      // numbers, dates and truth values: one word of ASCII
      this.words++
      this.codePoints += end - start
    } else if (start === end) this.empties++
    else this.#observeText(bytes, start, end, row, lineOf)
  }

  #observeText(
    bytes: Buffer,
    start: number,
    end: number,
    row: number,
    lineOf: (row: number) => number,
  ): void {
    let inWord = false
    let codePoints = 0
    let words = 0
    let isDamaged = false
    for (let i = start; i < end; i++) {
      const byte = bytes[i]
      if (byte <= 0x20) inWord = false
      else {
        if (!inWord) {
          words++
          inWord = true
        }
        if (byte >= 0x80) {
          if ((byte & 0xc0) === 0x80) codePoints--
          else if (!isDamaged && byte >= 0xc3) isDamaged = isDecodedWrongly(bytes, i, end)
        }
      }
    }
    this.words += words
    this.codePoints += codePoints + (end - start)
    if (isDamaged && this.damagedCount++ === 0) {
      this.damaged = { line: lineOf(row), text: bytes.toString('utf8', start, end).slice(0, 40) }
    }
    if (
      isImageEnd(bytes, start, end) &&
      /\.(?:png|jpe?g|webp)$/i.test(bytes.toString('latin1', end - 5, end))
    )
      this.images++
    else if (isDecimalComma(bytes, start, end)) this.decimalCommas++
  }

  #rule(out: number, bytes: Buffer, start: number, end: number, line: number): void {
    this.#open &= ~out
    const text = bytes.toString('utf8', start, Math.min(end, start + 160)).slice(0, 40)
    CANDIDATES.forEach((type, i) => {
      if ((out & (1 << i)) !== 0) this.misfits.set(type, { line, text })
    })
  }

  /** Cells that are not null. */
  get present(): number {
    return this.rows - this.nulls
  }

  /** Different values: exact while `values.exact`, else within a few per cent and never above `present`. */
  get distinct(): number {
    return Math.min(this.present, this.values.count)
  }

  get meanWords(): number {
    return this.present ? this.words / this.present : 0
  }

  get meanCodePoints(): number {
    return this.present ? this.codePoints / this.present : 0
  }

  /** The strictest type that every present cell fits; string when there is none or nothing to go by. */
  get type(): ColumnType {
    if (this.present === 0) return this.declared?.candidates[0] ?? 'string'
    return CANDIDATES.find((_, i) => (this.#open & (1 << i)) !== 0) ?? 'string'
  }
}

function isImageEnd(bytes: Uint8Array, start: number, end: number): boolean {
  const last = bytes[end - 1] | 0x20
  return end - start > 4 && (last === 0x67 || last === 0x70) // g of png, jpg, jpeg; p of webp
}

/** Digits, a comma, digits: `1,5`, `-1.234,50`. */
function isDecimalComma(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 24 || (bytes[end - 1] - 0x30) >>> 0 > 9) return false
  return /^-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/.test(bytes.toString('latin1', start, end))
}

/**
 * Whether UTF-8 that was read as Windows-1252 and written as UTF-8 again begins here (`Ã©` for é, `â€™` for ’), or a
 * character stands that a decoder puts for what it could not read.
 */
function isDecodedWrongly(bytes: Buffer, at: number, end: number): boolean {
  const [first, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]]
  if (first === 0xef) return second === 0xbf && third === 0xbd && at + 2 < end
  if (first !== 0xc3 || at + 3 >= end) return false
  if (second === 0x83) return third === 0xc2 || third === 0xc5
  return second === 0xa2 && third === 0xe2 && bytes[at + 3] === 0x82
}
