/** Reads plain rows in WebAssembly, several times as fast as RowScanner, which stays the judge of everything else. */
import type { ColumnForm } from '#core/table.ts'
import { LAYOUT, plainRowsModule } from './plain-rows-code.ts'
import { MOST_EXPONENT, powersOfTen } from './powers.ts'

const PAGE = 65_536

type Run = (at: number, end: number, last: number, capacity: number, row: number, window: number) => number

/** Memory and the machine code that works in it. */
interface Arena {
  buffer: ArrayBuffer
  run: Run
}

/**
 * Arenas that no file uses now. Each takes gigabytes of address space (not of memory) and a moment to make, so files
 * read one after the other share them.
 */
const spare: Arena[] = []
const MOST_SPARE = 2
/** Enough for the window and the cells of any table of up to some thousand columns. */
const ARENA_BYTES = 4 * 1024 * 1024

/** Memory that the machine code shares with the window and the row buffers of one file. */
export class PlainRows {
  readonly memory: ArrayBuffer
  /** Where the window begins. */
  readonly windowAt: number
  /** Where the cells begin; 8-byte aligned. */
  readonly cellsAt: number
  #arena: Arena
  #words: Uint32Array
  #last = 0

  private constructor(arena: Arena, windowAt: number, cellsAt: number) {
    this.#arena = arena
    this.memory = arena.buffer
    this.#words = new Uint32Array(arena.buffer)
    this.windowAt = windowAt
    this.cellsAt = cellsAt
  }

  /** Undefined where the process may not have such memory (its address space is limited) or no WebAssembly. */
  static make(columnCount: number, windowBytes: number, cellBytes: number): PlainRows | undefined {
    const windowAt = roundUp(LAYOUT.columns + columnCount * 16, 64)
    // vector reads may go a little beyond the window
    const cellsAt = roundUp(windowAt + windowBytes + 64, 64)
    const arena = takeArena(cellsAt + cellBytes)
    return arena && new PlainRows(arena, windowAt, cellsAt)
  }

  /** Gives the memory back; nothing that lies in it may be used any more. */
  release(): void {
    if (spare.length < MOST_SPARE) spare.push(this.#arena)
  }

  /** Tells where column `index` is kept. */
  describe(index: number, form: ColumnForm, first: number, second: number): void {
    this.#last = LAYOUT.columns + index * 16
    this.#words.set([form === 'number' ? 1 : 0, first, second], this.#last / 4)
  }

  /**
   * Takes plain rows from the window's byte `from` on, until one is not plain or not complete, or `capacity` is reached;
   * returns where it stopped. The window holds a line feed at `end`.
   */
  take(from: number, end: number, capacity: number, rowCount: number): { at: number; rowCount: number } {
    const window = this.windowAt
    const at = this.#arena.run(window + from, window + end, this.#last, capacity, rowCount, window)
    return { at: at - this.windowAt, rowCount: this.#words[LAYOUT.rowCount / 4] }
  }
}

function takeArena(sizeBytes: number): Arena | undefined {
  const fitting = spare.findIndex(({ buffer }) => buffer.byteLength >= sizeBytes)
  if (fitting >= 0) return spare.splice(fitting, 1)[0]
  const pages = Math.ceil(Math.max(sizeBytes, ARENA_BYTES) / PAGE)
  try {
    return makeArena(new WebAssembly.Memory({ initial: pages, maximum: pages }))
  } catch (error) {
    if (error instanceof RangeError || error instanceof ReferenceError) return undefined
    throw error
  }
}

let compiled: WebAssembly.Module | undefined

function makeArena(memory: WebAssembly.Memory): Arena {
  compiled ??= new WebAssembly.Module(plainRowsModule())
  const { exports } = new WebAssembly.Instance(compiled, { host: { memory } })
  const { buffer } = memory
  const { high, low } = powersOfTen()
  new Float64Array(buffer, LAYOUT.exactPowers, 23).set(high.subarray(MOST_EXPONENT, MOST_EXPONENT + 23))
  new BigInt64Array(buffer, LAYOUT.wholePowers, 9).set(Array.from({ length: 9 }, (_, k) => 10n ** BigInt(k)))
  new Float64Array(buffer, LAYOUT.highPowers, high.length).set(high)
  new Float64Array(buffer, LAYOUT.lowPowers, low.length).set(low)
  return { buffer, run: exports.run as Run }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}
