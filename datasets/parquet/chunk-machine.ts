/** What is found out about a column chunk, and made of its strings, in WebAssembly. */
import { randomFillSync } from 'node:crypto'
import { MachineMemory } from '../machine/machine-memory.ts'
import { placeColumn } from '../machine/placed-batch.ts'
import type { ColumnType } from '../schema.ts'
import type { StringColumn, TypedColumn } from '../typed-batch.ts'
import { CHUNK_LAYOUT } from './chunk-cells-code.ts'
import { chunkModule } from './chunk-machine-code.ts'

/** Bytes that code may write and read behind what it has. */
const SLACK = 32
/** A memory that has grown beyond this is not kept. */
const MOST_KEPT_BYTES = 256 << 20
/** Rows after which a column of free text is known as one. */
const SAMPLE_ROWS = 4096
const SAMPLE_DISTINCT = 0.9

/** The distinct values of a column chunk in order of first appearance, and which one each row has. */
export interface StringDictionary {
  values: StringColumn
  /** For each non-null row, in order, the position of its value. */
  indexes: Uint32Array
}

type Code = Record<
  'numberTexts' | 'plainTexts' | 'packLevels' | `${ColumnType}Bounds`,
  (...parameters: number[]) => number
>

let module: WebAssembly.Module | undefined

/** The texts of some rows, none of them null. */
function pickTexts({ bytes, starts, ends }: StringColumn, rows: Uint32Array): StringColumn {
  return {
    type: 'string',
    bytes,
    starts: rows.map((row) => starts[row]),
    ends: rows.map((row) => ends[row]),
    nulls: new Uint8Array(rows.length),
  }
}

/** Memory for one chunk at a time, and the code that works in it. */
export class ChunkMachine {
  readonly #memory = new MachineMemory(SLACK)
  readonly #code: Code
  #column: readonly number[] = []
  #textBytes = 0
  #rows = 0
  #type: ColumnType = 'string'

  constructor() {
    module ??= new WebAssembly.Module(chunkModule())
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory.memory } })
    this.#code = exports as Code
    // nobody can make up texts that all have one hash; no result depends on it
    randomFillSync(this.#memory.bytes, CHUNK_LAYOUT.seed, 8)
  }

  get sizeBytes(): number {
    return this.#memory.bytes.length
  }

  /** Copies a chunk in; everything else is about it. */
  place(column: TypedColumn, rows: number): this {
    this.#memory.top = CHUNK_LAYOUT.free
    const { text, values, ends, nulls, textBytes } = placeColumn(this.#memory, column, rows)
    this.#column = [text, values, ends, nulls]
    this.#textBytes = textBytes
    this.#type = column.type
    this.#rows = rows
    return this
  }

  /** Room that the next call uses again. */
  #scratch(size: number): number {
    const { top } = this.#memory
    const at = this.#memory.take(size)
    this.#memory.top = top
    return at
  }

  /**
   * The dictionary of the column in memory, or undefined when the column is not `wanted` as one and distinct values make up more than half of its
   * bytes, or when there are more than `maxValues` of them.
   */
  dictionary(column: StringColumn, wanted: boolean, maxValues = 65_536): StringDictionary | undefined {
    const rows = this.#rows
    const memory = this.#memory
    const { top } = memory
    const limit = Math.min(rows, maxValues)
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * limit + 2)))
    const [table, firsts, indexes] = [memory.take(4 * slots), memory.take(4 * limit), memory.take(4 * rows)]
    memory.top = top
    memory.bytes.fill(0, table, table + 4 * slots)
    memory.bytes.fill(0, CHUNK_LAYOUT.values, CHUNK_LAYOUT.least)
    const numberRows = (from: number, to: number) =>
      this.#code.numberTexts(...this.#column, from, to, table, slots - 1, firsts, indexes, limit) === 1
    const counts = () => new Uint32Array(memory.bytes.buffer, CHUNK_LAYOUT.values, 3)
    const sample = Math.min(rows, SAMPLE_ROWS)
    if (!numberRows(0, sample)) return undefined
    if (!wanted && sample === SAMPLE_ROWS && counts()[0] > SAMPLE_DISTINCT * counts()[1]) return undefined
    if (!numberRows(sample, rows)) return undefined
    const [values, numbered, valueBytes] = counts()
    if (!wanted && 2 * valueBytes > this.#textBytes + 4 * numbered) return undefined
    const copyOf = (address: number, count: number) =>
      new Uint32Array(memory.bytes.buffer, address, count).slice()
    return { values: pickTexts(column, copyOf(firsts, values)), indexes: copyOf(indexes, numbered) }
  }

  /** The rows of the smallest and the largest value, where there is any. */
  bounds(): [number, number] | [] {
    const { bytes } = this.#memory
    this.#code[`${this.#type}Bounds`](...this.#column, 0, this.#rows)
    const [least, most] = new Int32Array(bytes.buffer, CHUNK_LAYOUT.least, 2)
    return least < 0 ? [] : [least, most]
  }

  /** A bit for each of the rows, 1 where it is not null, until the next call. */
  levels(nulls: Uint8Array): Uint8Array {
    const memory = this.#memory
    const { top } = memory
    const rows = memory.put(nulls, nulls.length)
    const out = memory.take((nulls.length + 7) >> 3)
    memory.top = top
    this.#code.packLevels(rows, 0, nulls.length, out)
    return memory.bytes.subarray(out, out + ((nulls.length + 7) >> 3))
  }

  /** The strings of rows [from, to) that are not null in the PLAIN encoding, until the next call. */
  plain(from: number, to: number): Uint8Array {
    const out = this.#scratch(this.#textBytes + 4 * (to - from))
    const end = this.#code.plainTexts(...this.#column, from, to, out)
    return this.#memory.bytes.subarray(out, end)
  }
}

let shared: ChunkMachine | undefined

/** The machine of this thread. */
export function chunkMachine(): ChunkMachine {
  if (!shared || shared.sizeBytes > MOST_KEPT_BYTES) shared = new ChunkMachine()
  return shared
}
