/**
 * 64-bit hashes of cells, two words each (low, high), computed once for all who look at a batch. What is returned holds
 * until other batches are asked about.
 */
import type { StringColumn, TypedBatch, TypedColumn } from '../typed-batch.ts'
import { factBytes, scanTexts, type TextFacts } from './text-scan.ts'

/** To be raised when hashes change, since the row indexes of releases hold them. */
export const HASHING = 2

const NULL_LOW = 0xa3c59ac3
const NULL_HIGH = 0x5bd1e995

/** Rows of train and of test may pass by side by side. */
const REMEMBERED = 2

/** What is known of the cells of a batch. Its memory is used again for another batch. */
class BatchFacts {
  batch: TypedBatch | undefined
  readonly texts = new Map<TypedColumn, TextFacts>()
  readonly numbers = new Map<TypedColumn, Uint32Array>()
  readonly #spare: ArrayBuffer[] = []
  readonly #used: ArrayBuffer[] = []

  begin(batch: TypedBatch): void {
    this.batch = batch
    this.texts.clear()
    this.numbers.clear()
    this.#spare.push(...this.#used.splice(0))
  }

  /** Memory of at least `size` bytes, which hold anything. */
  room(size: number): ArrayBuffer {
    const spare = this.#spare.pop()
    const room = spare && spare.byteLength >= size ? spare : new ArrayBuffer(size)
    this.#used.push(room)
    return room
  }
}

const remembered = Array.from({ length: REMEMBERED }, () => new BatchFacts())
let next = 0

function factsOf(part: TypedBatch): BatchFacts {
  const batch = part.whole ?? part
  const known = remembered.find((facts) => facts.batch === batch)
  if (known) return known
  const facts = remembered[next]
  next = (next + 1) % REMEMBERED
  facts.begin(batch)
  return facts
}

/** What is to be known of the texts of a batch's column. */
export function textFacts(batch: TypedBatch, column: StringColumn): TextFacts {
  const facts = factsOf(batch)
  const known = facts.texts.get(column)
  if (known) return known
  const found = scanTexts(column, batch.rowCount, facts.room(factBytes(batch.rowCount)))
  facts.texts.set(column, found)
  return found
}

/**
 * The hashes of a batch's column. Equal cells have equal hashes, and so have all nulls; of cells that are no texts different
 * ones have different hashes.
 */
export function cellHashes(batch: TypedBatch, column: TypedColumn): Uint32Array {
  if (column.type === 'string') return textFacts(batch, column).hashes
  const facts = factsOf(batch)
  const known = facts.numbers.get(column)
  if (known) return known
  const hashes = new Uint32Array(facts.room(8 * batch.rowCount), 0, 2 * batch.rowCount)
  hashValues(column, hashes)
  facts.numbers.set(column, hashes)
  return hashes
}

/** A value in two words: itself, or as a double with one NaN and one zero. */
function wordsOf(column: Exclude<TypedColumn, StringColumn>, rows: number): Uint32Array {
  const { type, values } = column
  if (type === 'int64' || type === 'timestamp')
    return new Uint32Array(values.buffer, values.byteOffset, 2 * rows)
  const doubles = new Float64Array(rows)
  for (let row = 0; row < rows; row++) doubles[row] = Number.isNaN(values[row]) ? Number.NaN : values[row] + 0
  return new Uint32Array(doubles.buffer)
}

function hashValues(column: Exclude<TypedColumn, StringColumn>, hashes: Uint32Array): void {
  const rows = hashes.length / 2
  const words = wordsOf(column, rows)
  const { nulls } = column
  for (let row = 0, at = 0; row < rows; row++, at += 2) {
    if (nulls[row]) {
      hashes[at] = NULL_LOW
      hashes[at + 1] = NULL_HIGH
      continue
    }
    // each line changes one word by the other, which can be undone: different values stay different
    let low = words[at] ^ Math.imul(words[at + 1] ^ (words[at + 1] >>> 15), 0x9e3779b1)
    let high = words[at + 1] ^ mixed(low)
    low ^= mixed(high)
    high ^= Math.imul(low ^ (low >>> 16), 0xc2b2ae35)
    hashes[at] = low
    hashes[at + 1] = high
  }
}

function mixed(word: number): number {
  const h = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  return Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
}

/** The hashes of some columns of each row together, in the order of the columns. */
export function rowHashes(batch: TypedBatch, columns: readonly number[]): Uint32Array {
  if (columns.length === 1) return cellHashes(batch, batch.columns[columns[0]])
  const hashes = new Uint32Array(2 * batch.rowCount)
  for (const at of columns) chain(hashes, cellHashes(batch, batch.columns[at]))
  return hashes
}

function chain(hashes: Uint32Array, cells: Uint32Array): void {
  for (let at = 0; at < hashes.length; at += 2) {
    let low = Math.imul(hashes[at] ^ cells[at], 0x2c9277b5)
    let high = Math.imul(hashes[at + 1] ^ cells[at + 1], 0x5bd1e995)
    low ^= high >>> 15
    high ^= low >>> 13
    hashes[at] = low
    hashes[at + 1] = high
  }
}
