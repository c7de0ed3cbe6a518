/** Reads plain rows in WebAssembly, several times as fast as RowScanner, which stays the judge of everything else. */
import type { ColumnForm } from '#core/table.ts'
import { LAYOUT, plainRowsModule } from './plain-rows-code.ts'
import { writePowers } from './powers.ts'

const PAGE = 65_536
/** Of the description of a column. */
const COLUMN_BYTES = 16

type Run = (...parameters: number[]) => number

/** Where a batch stands when rows are taken into it. */
interface Standing {
  /** Rows that fit, and rows there are. */
  capacity: number
  rowCount: number
  line: number
  delimiter: number
}

/** Where the machine code stopped: the next row, the rows there are then, the line. */
interface Taken {
  at: number
  rowCount: number
  line: number
}

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
    const windowAt = roundUp(LAYOUT.columns + columnCount * COLUMN_BYTES, 64)
    // vector reads may go a little beyond the window
    const cellsAt = roundUp(windowAt + windowBytes + 64, 64)
    const arena = takeArena(cellsAt + cellBytes)
    return arena && new PlainRows(arena, windowAt, cellsAt)
  }

  /** Gives the memory back; nothing that lies in it may be used any more. */
  release(): void {
    if (spare.length < MOST_SPARE) spare.push(this.#arena)
  }

  /** Tells where the lines of the rows are kept. */
  describeLines(address: number): void {
    this.#words[LAYOUT.lines / 4] = address
  }

  /** Tells where column `index` is kept: its values, or where its texts start, where they end, and which are null. */
  describe(index: number, form: ColumnForm, addresses: readonly number[]): void {
    this.#last = LAYOUT.columns + index * COLUMN_BYTES
    this.#words.set([form === 'number' ? 1 : 0, ...addresses], this.#last / 4)
  }

  /**
   * Takes plain rows from the window's byte `from` on, until one is not plain or not complete, or `capacity` is reached;
   * returns where it stopped. The window holds a line feed at `end`. Quotes that are doubled stay so: `doubled` has them.
   */
  take(from: number, end: number, { capacity, rowCount, line, delimiter }: Standing): Taken {
    const window = this.windowAt
    const { run } = this.#arena
    const at = run(window + from, window + end, this.#last, capacity, rowCount, window, line, delimiter)
    const words = this.#words
    return { at: at - window, rowCount: words[LAYOUT.rowCount / 4], line: words[LAYOUT.line / 4] }
  }

  /** Calls `visit` with each cell of the rows taken last in which quotes are doubled. */
  forEachDoubled(visit: (column: number, row: number) => void): void {
    const words = this.#words
    for (let word = LAYOUT.doubled / 4; word < words[LAYOUT.doubledEnd / 4] / 4; word += 2)
      visit((words[word] - LAYOUT.columns) / COLUMN_BYTES, words[word + 1])
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
  writePowers(buffer)
  return { buffer, run: exports.run as Run }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}
