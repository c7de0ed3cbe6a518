import type { TextBatch } from '#core/table.ts'
import type { DeclaredColumn } from '#scoring/readers/declared-column.ts'
import { KIND, SUMS } from '../machine/cell-layout.ts'
import type { CellMachine } from '../machine/cell-machine.ts'
import type { ColumnType } from '../schema.ts'
import { CANDIDATES, type Candidate, cellClass, maskOf } from './cell-class.ts'
import { type DistinctState, DistinctValues } from './distinct-values.ts'

/** Categories are listed up to this many. */
export const MAX_CATEGORIES = 1000
/** Different values that all columns of a table may keep together, and their characters. */
const TABLE_VALUES = 1_000_000
const TABLE_CHARACTERS = 64_000_000
/** Tables with more columns keep less about each. */
const WIDE = 200
const COLUMN_CHARACTERS = 2_000_000
const SUMMED = ['rows', 'nulls', 'empties', 'words', 'codePoints', 'images', 'decimalCommas'] as const

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

/** What a scan has counted, in a form that goes from one thread to another. */
export interface ColumnCounts {
  rows: number
  nulls: number
  empties: number
  words: number
  codePoints: number
  images: number
  decimalCommas: number
  example: string | undefined
  values: DistinctState
  /** The types that are still open, as a mask, and the first cell that ruled each of the others out. */
  open: number
  misfits: ReadonlyMap<Candidate, Misfit>
  damaged: Misfit | undefined
  damagedCount: number
}

/** Some cells in a row, with what the machine tells of them. */
interface Slice {
  bytes: Buffer
  starts: Uint32Array
  ends: Uint32Array
  count: number
  kinds: Uint8Array
  lineOf(i: number): number
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

  /** @param machine for which the batch has been started */
  observe(batch: TextBatch, rowCount: number, lineOf: (row: number) => number, machine: CellMachine): void {
    const { bytes, starts, ends } = batch
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.rows += rowCount
    machine.forEachSlice(batch, rowCount, (first, count) => {
      machine.tellKinds(count)
      const { kinds, words, sums } = machine
      const slice = {
        ...{ bytes: view, starts: starts.subarray(first), ends: ends.subarray(first), count, kinds },
        lineOf: (i: number) => lineOf(first + i),
      }
      this.nulls += count - sums[SUMS.present]
      this.empties += sums[SUMS.empties]
      this.words += sums[SUMS.words]
      this.codePoints += sums[SUMS.codePoints]
      if (this.example === undefined && sums[SUMS.present] > 0) this.#showExample(slice)
      this.values.addAll(slice, words)
      if ((this.#open & ~sums[SUMS.all]) !== 0) this.#ruleOut(slice)
      if ((sums[SUMS.any] & KIND.remarkable) !== 0) this.#remark(slice)
    })
  }

  #showExample({ bytes, starts, ends, kinds }: Slice): void {
    let i = 0
    while (kinds[i] === KIND.null) i++
    this.example = bytes.toString('utf8', starts[i], Math.min(ends[i], starts[i] + 400)).slice(0, 100)
  }

  /** Some cell is not told to be of every type that is open. */
  #ruleOut({ bytes, starts, ends, count, kinds, lineOf }: Slice): void {
    for (let i = 0; i < count && this.#open !== 0; i++) {
      const kind = kinds[i]
      if (kind === KIND.null) continue
      const isTold = (kind & KIND.undecided) === 0
      const fits = isTold ? kind : cellClass(bytes, starts[i], ends[i], this.#open)
      const out = this.#open & ~fits
      if (out !== 0) this.#rule(out, bytes, starts[i], ends[i], lineOf(i))
    }
  }

  #remark({ bytes, starts, ends, count, kinds, lineOf }: Slice): void {
    for (let i = 0; i < count; i++) {
      if ((kinds[i] & KIND.remarkable) === 0) continue
      const [start, end] = [starts[i], ends[i]]
      if (isDamaged(bytes, start, end) && this.damagedCount++ === 0)
        this.damaged = { line: lineOf(i), text: bytes.toString('utf8', start, end).slice(0, 40) }
      if (isImage(bytes, start, end)) this.images++
      else if (isDecimalComma(bytes, start, end)) this.decimalCommas++
    }
  }

  #rule(out: number, bytes: Buffer, start: number, end: number, line: number): void {
    this.#open &= ~out
    const text = bytes.toString('utf8', start, Math.min(end, start + 160)).slice(0, 40)
    CANDIDATES.forEach((type, i) => {
      if ((out & (1 << i)) !== 0) this.misfits.set(type, { line, text })
    })
  }

  /** All that has been counted. */
  counts(): ColumnCounts {
    const { rows, nulls, empties, words, codePoints, images, decimalCommas, example } = this
    const { misfits, damaged, damagedCount } = this
    return {
      ...{ rows, nulls, empties, words, codePoints, images, decimalCommas, example },
      ...{ values: this.values.state(), open: this.#open, misfits, damaged, damagedCount },
    }
  }

  /**
   * Adds what another scan has counted of the rows that follow, begun as this was: then this comes to what it would have come
   * to with these rows.
   *
   * @param linesBefore how many lines there are that the other did not know of
   */
  append(counts: ColumnCounts, linesBefore: () => number): void {
    const moved = ({ line, text }: Misfit): Misfit => ({ line: line + linesBefore(), text })
    for (const name of SUMMED) this[name] += counts[name]
    this.example ??= counts.example
    this.values.append(counts.values)
    for (const [type, misfit] of counts.misfits)
      if ((this.#open & maskOf([type])) !== 0) this.misfits.set(type, moved(misfit))
    this.#open &= counts.open
    this.damaged ??= counts.damaged && moved(counts.damaged)
    this.damagedCount += counts.damagedCount
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

function isImage(bytes: Buffer, start: number, end: number): boolean {
  return end - start > 4 && /\.(?:png|jpe?g|webp)$/i.test(bytes.toString('latin1', end - 5, end))
}

/** Digits, a comma, digits: `1,5`, `-1.234,50`. */
function isDecimalComma(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 24 || (bytes[end - 1] - 0x30) >>> 0 > 9) return false
  return /^-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/.test(bytes.toString('latin1', start, end))
}

function isDamaged(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] >= 0xc3 && isDecodedWrongly(bytes, at, end)) return true
  return false
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
