import type { TextBatch } from '#core/table.ts'
import { writePowers } from '#scoring/readers/csv/powers.ts'
import type { StringColumn, TypedColumn } from '../typed-batch.ts'
import { cellModule } from './cell-code.ts'
import { CELLS, MOST_CELLS, writeTables } from './cell-layout.ts'

const PAGE = 65_536
type Run = (...parameters: number[]) => number
type ValueColumn = Exclude<TypedColumn, StringColumn>
type Functions = Record<ValueColumn['type'] | 'tellKinds' | 'packTexts', Run>

/** Bytes of text that are in memory at a time, if no cell is longer. */
const TEXT_BYTES = 2 << 20
/** Bytes that are copied as they are, whether or not all of them belong to cells: all columns of a CSV, or of JSON Lines, share such. */
const SHARED_BYTES = (1 << 20) + 1024
/** The machine code may look, or write, so far behind a cell. */
const MARGIN = 64
const SEPARATOR = 0x0a

/**
 * Machine code over the cells of a column, several times as fast as script: it has them in memory of its own, some thousand
 * at a time. What it does not know it leaves to the script.
 *
 *     machine.startBatch()
 *     machine.forEachSlice(column, rowCount, (first, count) => machine.tellKinds(count) …)
 */
export class CellMachine {
  /** A byte for each cell of the slice: its kind. */
  kinds = new Uint8Array(0)
  /** Two for each cell: its hash, the lower word first, or its value. */
  words = new Int32Array(0)
  /** What a call has left of all cells of the slice. */
  sums = new Int32Array(0)
  readonly #memory: WebAssembly.Memory
  readonly #run: Functions
  #starts = new Uint32Array(0)
  #ends = new Uint32Array(0)
  #nulls = new Uint8Array(0)
  #bytes = new Uint8Array(0)
  /** Of `#bytes`. Behind are packed texts. */
  #capacity = TEXT_BYTES
  /** The bytes of which all are in memory. */
  #resident: Uint8Array | undefined

  constructor() {
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil((CELLS.bytes + TEXT_BYTES + MARGIN) / PAGE) })
    const module = new WebAssembly.Module(cellModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory } })
    this.#run = exports as Functions
    writePowers(this.#memory.buffer)
    writeTables(this.#memory.buffer)
    this.#lookAgain()
  }

  /** Views of the memory, which is another buffer whenever it has grown. */
  #lookAgain(): void {
    const { buffer } = this.#memory
    this.#starts = new Uint32Array(buffer, CELLS.starts, MOST_CELLS)
    this.#ends = new Uint32Array(buffer, CELLS.ends, MOST_CELLS)
    this.#nulls = new Uint8Array(buffer, CELLS.nulls, MOST_CELLS)
    this.#bytes = new Uint8Array(buffer, CELLS.bytes, this.#capacity)
    this.kinds = new Uint8Array(buffer, CELLS.kinds, MOST_CELLS)
    this.words = new Int32Array(buffer, CELLS.words, 2 * MOST_CELLS)
    this.sums = new Int32Array(buffer, CELLS.sums, 16)
  }

  /** The bytes of columns have changed since the last call. */
  startBatch(): void {
    this.#resident = undefined
  }

  /** Brings a column's cells into memory, in order, as many at a time as fit, and calls `visit` each time. */
  forEachSlice(
    { bytes, starts, ends, nulls }: TextBatch,
    rowCount: number,
    visit: (first: number, count: number) => void,
  ): void {
    const isShared = bytes.length <= SHARED_BYTES
    if (isShared && this.#resident !== bytes) {
      this.#bytes.set(bytes)
      this.#resident = bytes
    }
    for (let first = 0, count = 0; first < rowCount; first += count) {
      count = Math.min(rowCount - first, MOST_CELLS)
      if (nulls) this.#nulls.set(nulls.subarray(first, first + count))
      else this.#nulls.fill(0, 0, count)
      if (isShared) {
        this.#starts.set(starts.subarray(first, first + count))
        this.#ends.set(ends.subarray(first, first + count))
      } else count = this.#gather({ bytes, starts, ends }, first, count)
      visit(first, count)
    }
  }

  /** Copies cells together, as many as fit and at least one, and says how many. */
  #gather(
    { bytes, starts, ends }: Pick<TextBatch, 'bytes' | 'starts' | 'ends'>,
    first: number,
    most: number,
  ): number {
    this.#resident = undefined
    let at = 0
    for (let i = 0; i < most; i++) {
      const start = starts[first + i]
      const size = this.#nulls[i] ? 0 : ends[first + i] - start
      if (at + size + MARGIN > this.#capacity) {
        if (i > 0) return i
        this.#reserve(size + MARGIN, 0)
      }
      this.#starts[i] = at
      // a call costs more than copying a short cell by hand
      if (size < 24) for (let k = 0; k < size; k++) this.#bytes[at + k] = bytes[start + k]
      else this.#bytes.set(bytes.subarray(start, start + size), at)
      at += size
      this.#ends[i] = at
      // so that no number runs on into the next
      this.#bytes[at++] = SEPARATOR
    }
    return most
  }

  /** Makes the memory as large as it has to be for so many bytes, and for texts to be packed behind them. */
  #reserve(capacity: number, packed: number): void {
    const pages = Math.ceil((CELLS.bytes + capacity + packed + MARGIN) / PAGE)
    const missing = pages - this.#memory.buffer.byteLength / PAGE
    if (missing <= 0 && capacity === this.#capacity) return
    if (missing > 0) this.#memory.grow(missing)
    this.#capacity = capacity
    this.#lookAgain()
  }

  /** Tells the `kinds`, hashes and `sums` (in the order of `SUMS`) of the cells of a slice. */
  tellKinds(count: number): void {
    this.#run.tellKinds(count, CELLS.bytes)
  }

  /**
   * Parses the cells of a slice into the rows of a column from `first` on. Says how many it could not: those whose `kinds`
   * are 1.
   */
  parse({ type, values }: ValueColumn, first: number, count: number): number {
    const left = this.#run[type](0, count, CELLS.bytes)
    const { buffer, byteOffset, BYTES_PER_ELEMENT: width } = values
    const parsed = new Uint8Array(this.#memory.buffer, CELLS.words, count * width)
    new Uint8Array(buffer, byteOffset + first * width, parsed.length).set(parsed)
    return left
  }

  /**
   * Copies the texts of a slice one behind the other.
   *
   * @param sizeBytes of all of them
   * @returns the texts, and where each begins and the last ends; valid until the next call
   */
  pack(count: number, sizeBytes: number): { bytes: Uint8Array; offsets: Uint32Array } {
    this.#reserve(this.#capacity, sizeBytes)
    const out = CELLS.bytes + this.#capacity
    this.#run.packTexts(count, CELLS.bytes, out)
    const { buffer } = this.#memory
    return {
      bytes: new Uint8Array(buffer, out, sizeBytes),
      offsets: new Uint32Array(buffer, CELLS.words, count + 1),
    }
  }
}

let made: CellMachine | undefined

/** The machine of this thread, made at the first need: whoever starts a batch is done with it before anybody else can. */
export function cellMachine(): CellMachine {
  made ??= new CellMachine()
  return made
}
