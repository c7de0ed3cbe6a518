/** The key of each row: one id, or the two ids of a pair put together. */
import type { TableBatch, TextBatch } from '#core/table.ts'
import { MACHINE_FROM } from './key-machine.ts'
import { PairMachine } from './pair-machine.ts'
import type { RunTexts } from './run-memory.ts'

/** Which columns identify a row. */
export interface KeySpec {
  /** One column for ids, two for pairs; as the header names them, for messages. */
  names: readonly string[]
  /** Positions of these columns in the file; they must be opened as text. */
  positions: readonly number[]
  /** Pairs only: (a, b) and (b, a) are the same pair. */
  symmetric?: boolean
}

/** Stands between the two ids of a pair. It occurs in no UTF-8, so no two different pairs give the same key. */
export const PAIR_SEPARATOR = 0xff

/** Builds the keys of batch after batch, reusing its buffers. */
export class RowKeys {
  readonly spec: KeySpec
  #bytes = new Uint8Array(0)
  #starts = new Uint32Array(0)
  #ends = new Uint32Array(0)
  #machine: PairMachine | undefined
  #rows = 0

  constructor(spec: KeySpec) {
    if (spec.names.length !== spec.positions.length || spec.names.length < 1 || spec.names.length > 2) {
      throw new RangeError('a key has one or two columns')
    }
    this.spec = spec
  }

  /** The keys of a batch, valid until the next call. Null cells count as empty; see `firstEmpty`. */
  of(batch: TableBatch): RunTexts {
    const first = textAt(batch, this.spec, 0)
    if (this.spec.positions.length === 1) return first
    const second = textAt(batch, this.spec, 1)
    if (this.#rows < MACHINE_FROM && this.#rows + batch.rowCount >= MACHINE_FROM) {
      this.#machine = PairMachine.make(PAIR_SEPARATOR)
    }
    this.#rows += batch.rowCount
    const pairs = this.#machine?.pairs(first, second, batch.rowCount, this.spec.symmetric === true)
    return pairs ?? this.#pairs(first, second, batch.rowCount)
  }

  /** Calls `report` for every row with an empty or null id. */
  eachEmpty(batch: TableBatch, report: (row: number, column: string) => void): void {
    this.spec.positions.forEach((_, i) => {
      const { starts, ends } = textAt(batch, this.spec, i)
      for (let row = 0; row < batch.rowCount; row++) {
        if (starts[row] === ends[row]) report(row, this.spec.names[i])
      }
    })
  }

  #pairs(left: TextBatch, right: TextBatch, rowCount: number): RunTexts {
    this.#reserve(left, right, rowCount)
    const symmetric = this.spec.symmetric === true
    const bytes = this.#bytes
    let at = 0
    for (let row = 0; row < rowCount; row++) {
      this.#starts[row] = at
      const swap = symmetric && isAfter(left, right, row)
      at = copyCell(swap ? right : left, row, bytes, at)
      bytes[at++] = PAIR_SEPARATOR
      at = copyCell(swap ? left : right, row, bytes, at)
      this.#ends[row] = at
    }
    return { form: 'text', bytes, starts: this.#starts, ends: this.#ends, isInOrder: true }
  }

  #reserve(left: TextBatch, right: TextBatch, rowCount: number): void {
    let size = rowCount
    for (let row = 0; row < rowCount; row++) {
      size += left.ends[row] - left.starts[row] + right.ends[row] - right.starts[row]
    }
    if (this.#bytes.length < size) this.#bytes = new Uint8Array(Math.ceil(size * 1.25))
    if (this.#starts.length < rowCount) {
      this.#starts = new Uint32Array(rowCount)
      this.#ends = new Uint32Array(rowCount)
    }
  }
}

function textAt(batch: TableBatch, spec: KeySpec, i: number): TextBatch {
  const column = batch.columns[spec.positions[i]]
  if (column?.form !== 'text') throw new TypeError(`column ${spec.names[i]} must be opened as text`)
  return column
}

function copyCell(cells: TextBatch, row: number, target: Uint8Array, at: number): number {
  const { bytes } = cells
  const end = cells.ends[row]
  for (let i = cells.starts[row]; i < end; i++) target[at++] = bytes[i]
  return at
}

/** Whether the left cell stands after the right one, by bytes (which for UTF-8 is by code points). */
function isAfter(left: TextBatch, right: TextBatch, row: number): boolean {
  const a = left.starts[row]
  const b = right.starts[row]
  const aLength = left.ends[row] - a
  const bLength = right.ends[row] - b
  const common = Math.min(aLength, bLength)
  for (let i = 0; i < common; i++) {
    const difference = left.bytes[a + i] - right.bytes[b + i]
    if (difference !== 0) return difference > 0
  }
  return aLength > bLength
}

/** A key as messages show it: `"a"`, or `("a", "b")` for a pair. */
export function describeKey(key: Uint8Array, quote: (text: string) => string): string {
  const decoder = new TextDecoder()
  const cut = key.indexOf(PAIR_SEPARATOR)
  if (cut < 0) return quote(decoder.decode(key))
  return `(${quote(decoder.decode(key.subarray(0, cut)))}, ${quote(decoder.decode(key.subarray(cut + 1)))})`
}
