/** Typed batches made into text and bytes in WebAssembly, several times as fast as JavaScript does it. */
import { assemble } from '#scoring/machine-code/assembler.ts'
import type { ColumnType } from '../schema.ts'
import type { TypedBatch } from '../typed-batch.ts'
import { csvTexts, joinRows } from './csv-rows-code.ts'
import { float64Texts, highProduct, scaled, writeDouble } from './float-text-code.ts'
import { MachineMemory } from './machine-memory.ts'
import { booleanTexts, int64Texts, writeUnsigned } from './number-text-code.ts'
import { pickBytes, pickPairs, pickStrings, pickWords } from './pick-rows-code.ts'
import { PlacedBatch, type PlacedColumn, placeColumn, VALUE_BYTES } from './placed-batch.ts'
import { powersOfTen } from './powers-of-ten.ts'
import { rowBytes } from './row-bytes-code.ts'
import { dateTexts, timestampTexts } from './time-text-code.ts'
import { FUNCTION, LAYOUT, SLACK } from './writing-layout.ts'

/** A memory that has grown beyond this for huge cells is not kept. */
const MOST_KEPT_BYTES = 256 << 20

type ValueType = Exclude<ColumnType, 'string'>

/** Bytes of the longest text of a value, as it is written and as it stands in a row. */
const LONGEST_TEXT: Record<ValueType, { written: number; joined: number }> = {
  int64: { written: 20, joined: 20 },
  float64: { written: 25, joined: 25 },
  boolean: { written: 0, joined: 5 },
  date: { written: 10, joined: 10 },
  timestamp: { written: 27, joined: 27 },
}

const PICK = { 1: 'pickBytes', 4: 'pickWords', 8: 'pickPairs' } as const

type Code = Record<keyof typeof FUNCTION, (...parameters: number[]) => number>

let module: WebAssembly.Module | undefined

function compile(): WebAssembly.Module {
  const functions = [
    ...[writeUnsigned(), int64Texts(), dateTexts(), timestampTexts(), highProduct(), scaled(), writeDouble()],
    ...[float64Texts(), booleanTexts(), csvTexts(), joinRows(), rowBytes()],
    ...[pickBytes(), pickWords(), pickPairs(), pickStrings()],
  ]
  functions.forEach(({ name }, i) => {
    if (FUNCTION[name as keyof typeof FUNCTION] !== i) throw new Error(`${name} is not function ${i}`)
  })
  return new WebAssembly.Module(assemble(functions))
}

/** Memory and the code that works in it. What a function returns is valid until the next is called. */
export class WritingMachine {
  readonly #memory = new MachineMemory(SLACK)
  readonly #code: Code

  constructor() {
    module ??= compile()
    const { exports } = new WebAssembly.Instance(module, { host: { memory: this.#memory.memory } })
    this.#code = exports as Code
    const { bytes } = this.#memory
    bytes.set(Buffer.from('true'), LAYOUT.true)
    bytes.set(Buffer.from('false'), LAYOUT.false)
    new BigUint64Array(bytes.buffer, LAYOUT.powers).set(powersOfTen())
  }

  get sizeBytes(): number {
    return this.#memory.bytes.length
  }

  /** The batch in memory, where it stays until another is placed. */
  place(batch: TypedBatch): PlacedBatch {
    if (batch instanceof PlacedBatch && batch.memory === this.#memory) return batch
    const { columns, rowCount } = batch
    this.#memory.top = LAYOUT.free
    const placed = columns.map((column) => placeColumn(this.#memory, column, rowCount))
    return new PlacedBatch(this.#memory, rowCount, placed)
  }

  /**
   * As `selectFromBatch` does it: the batch with only these columns and, when `rows` is given, only these rows. It lies
   * behind the whole, until something else is made of that.
   */
  select(batch: TypedBatch, columns: readonly number[], rows?: Uint32Array): PlacedBatch {
    const whole = this.place(batch)
    const chosen = columns.map((at) => whole.placed[at])
    const memory = this.#memory
    memory.top = whole.end
    if (!rows) return new PlacedBatch(memory, whole.rowCount, chosen)
    const positions = memory.put(rows, rows.length)
    const picked = chosen.map((column) => this.#pick(column, positions, rows.length))
    return new PlacedBatch(memory, rows.length, picked)
  }

  #pick({ type, ...from }: PlacedColumn, rows: number, count: number): PlacedColumn {
    const [memory, code] = [this.#memory, this.#code]
    const nulls = code.pickBytes(from.nulls, rows, count, memory.take(count))
    const size = VALUE_BYTES[type]
    const values = memory.take(size * count)
    if (type !== 'string') {
      code[PICK[size]](from.values, rows, count, values)
      return { type, nulls, values, ends: 0, text: 0, textBytes: 0 }
    }
    const [ends, text] = [memory.take(4 * count), memory.take(from.textBytes)]
    const end = code.pickStrings(
      ...[from.text, from.values, from.ends, from.nulls, rows, count],
      ...[values, ends, text],
    )
    return { type, nulls, values, ends, text, textBytes: end - text }
  }

  /**
   * Rows as CSV, quoted where needed, with a line feed after each.
   *
   * @param delimiter the byte between cells
   * @throws RangeError for a date or instant beyond the years 0000 to 9999
   */
  csvRows(batch: TypedBatch, delimiter: number): Uint8Array {
    const { placed, end, rowCount } = this.place(batch)
    const memory = this.#memory
    memory.top = end
    const pairs = memory.take(8 * rowCount * placed.length)
    let size = rowCount * placed.length
    placed.forEach((column, i) => {
      const at = pairs + 8 * rowCount * i
      size +=
        column.type === 'string'
          ? this.#csvTexts(column, rowCount, delimiter, at)
          : this.#valueTexts(column.type, column, rowCount, at)
    })
    const out = memory.take(size)
    return memory.bytes.subarray(out, this.#code.joinRows(pairs, placed.length, rowCount, delimiter, out))
  }

  /** Returns how many bytes the texts have at most. */
  #csvTexts(
    { text, values, ends, nulls, textBytes }: PlacedColumn,
    rows: number,
    delimiter: number,
    pairs: number,
  ): number {
    const most = 2 * (textBytes + rows)
    this.#code.csvTexts(text, values, ends, nulls, rows, delimiter, pairs, this.#memory.take(most))
    return most
  }

  #valueTexts(type: ValueType, { values, nulls }: PlacedColumn, rows: number, pairs: number): number {
    const { written, joined } = LONGEST_TEXT[type]
    const end = this.#code[`${type}Texts`](values, nulls, rows, pairs, this.#memory.take(written * rows))
    if (end === 0) throw new RangeError(`a ${type} is beyond the years 0000 to 9999`)
    return joined * rows
  }

  /**
   * The canonical texts of values that are no strings: where the text of row i of column c stands in `bytes`, from
   * `places[c][2 * i]` to `places[c][2 * i + 1]`. Strings have no places.
   *
   * @throws RangeError for a date or instant beyond the years 0000 to 9999
   */
  valueTexts(batch: TypedBatch): { bytes: Uint8Array; places: Uint32Array[] } {
    const { placed, end, rowCount } = this.place(batch)
    const memory = this.#memory
    memory.top = end
    const pairs = placed.map((column) => {
      if (column.type === 'string') return undefined
      const at = memory.take(8 * rowCount)
      this.#valueTexts(column.type, column, rowCount, at)
      return at
    })
    const { bytes } = memory
    const placesAt = (at: number | undefined) =>
      at === undefined ? new Uint32Array() : new Uint32Array(bytes.buffer, at, 2 * rowCount)
    return { bytes, places: pairs.map(placesAt) }
  }

  /** Rows in the binary form of the row hash: a tag for the type of each cell, 0 for null, and the value. */
  rowBytes(batch: TypedBatch, tags: readonly number[]): Uint8Array {
    const { placed, end, rowCount } = this.place(batch)
    const memory = this.#memory
    memory.top = end
    const descriptions = placed.flatMap(({ type, nulls, values, ends, text }, i) => [
      ...[tags[i], type === 'string' ? 0 : VALUE_BYTES[type]],
      ...[nulls, values, ends, text],
    ])
    const size = placed.reduce(
      (sum, { type, textBytes }) => sum + (1 + VALUE_BYTES[type]) * rowCount + textBytes,
      0,
    )
    const columns = memory.put(Int32Array.from(descriptions), descriptions.length)
    const out = memory.take(size)
    return memory.bytes.subarray(out, this.#code.rowBytes(columns, placed.length, rowCount, out))
  }
}

let shared: WritingMachine | undefined

/** The machine of this thread. */
export function writingMachine(): WritingMachine {
  if (!shared || shared.sizeBytes > MOST_KEPT_BYTES) shared = new WritingMachine()
  return shared
}
