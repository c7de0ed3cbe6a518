import type { ColumnType } from '../schema.ts'
import type { StringColumn, TypedBatch, TypedColumn } from '../typed-batch.ts'
import type { MachineMemory } from './machine-memory.ts'

/** A column in the memory of a machine: the addresses of its arrays. */
export interface PlacedColumn {
  type: ColumnType
  nulls: number
  /** Of the values, or of the starts of strings. */
  values: number
  /** Of strings. */
  ends: number
  /** Where byte 0 of strings stands, or would. */
  text: number
  /** Bytes of all strings together, or more. */
  textBytes: number
  /** The column that this is a copy of. */
  source?: TypedColumn
}

/** Bytes of a value, or of a place in the text. */
export const VALUE_BYTES = {
  string: 4,
  int64: 8,
  float64: 8,
  boolean: 1,
  date: 4,
  timestamp: 8,
} as const satisfies Record<ColumnType, number>

/** Whether texts lie one behind the other, as they mostly do. */
function isPacked(starts: Uint32Array, ends: Uint32Array, rows: number): boolean {
  let next = starts[0]
  for (let row = 0; row < rows; row++) {
    // what lies beneath a null may be anything
    if (starts[row] !== next || ends[row] < next) return false
    next = ends[row]
  }
  return true
}

/** What the strings of a column span in its bytes, and the sum of their sizes or more. */
function extent(
  { starts, ends, nulls }: StringColumn,
  rows: number,
): [from: number, to: number, sum: number] {
  if (rows > 0 && isPacked(starts, ends, rows)) return [starts[0], ends[rows - 1], ends[rows - 1] - starts[0]]
  let from = 0xffff_ffff
  let to = 0
  let sum = 0
  for (let row = 0; row < rows; row++) {
    if (nulls[row]) continue
    const [start, end] = [starts[row], ends[row]]
    if (start < from) from = start
    if (end > to) to = end
    sum += end - start
  }
  return to > from ? [from, to, sum] : [0, 0, 0]
}

/** Copies a column into memory. */
export function placeColumn(memory: MachineMemory, column: TypedColumn, rows: number): PlacedColumn {
  const { type } = column
  const nulls = memory.put(column.nulls, rows)
  if (column.type !== 'string') {
    const values = memory.put(column.values, rows)
    return { type, nulls, values, ends: 0, text: 0, textBytes: 0, source: column }
  }
  const [from, to, textBytes] = extent(column, rows)
  const text = memory.put(column.bytes.subarray(from, to), to - from) - from
  const [values, ends] = [memory.put(column.starts, rows), memory.put(column.ends, rows)]
  return { type, nulls, values, ends, text, textBytes, source: column }
}

/** The column as others know it: the one it is a copy of, or views on the memory. */
function viewColumn(buffer: ArrayBuffer, placed: PlacedColumn, rows: number): TypedColumn {
  if (placed.source) return placed.source
  const { type, values } = placed
  const nulls = new Uint8Array(buffer, placed.nulls, rows)
  switch (type) {
    case 'string': {
      const bytes = new Uint8Array(buffer, placed.text, placed.textBytes)
      const starts = new Uint32Array(buffer, values, rows)
      return { type, bytes, starts, ends: new Uint32Array(buffer, placed.ends, rows), nulls }
    }
    case 'float64':
      return { type, values: new Float64Array(buffer, values, rows), nulls }
    case 'date':
      return { type, values: new Int32Array(buffer, values, rows), nulls }
    case 'boolean':
      return { type, values: new Uint8Array(buffer, values, rows), nulls }
    default:
      return { type, values: new BigInt64Array(buffer, values, rows), nulls }
  }
}

/** A batch that lies in the memory of a machine, so that its functions need not copy it there. */
export class PlacedBatch implements TypedBatch {
  readonly rowCount: number
  readonly placed: readonly PlacedColumn[]
  readonly memory: MachineMemory
  /** The first address behind it. */
  readonly end: number
  #columns: TypedColumn[] = []
  #viewed: ArrayBufferLike | undefined

  constructor(memory: MachineMemory, rowCount: number, placed: readonly PlacedColumn[]) {
    this.memory = memory
    this.rowCount = rowCount
    this.placed = placed
    this.end = memory.top
  }

  get columns(): TypedColumn[] {
    const { buffer } = this.memory.bytes
    // views end when the memory grows
    if (this.#viewed !== buffer)
      this.#columns = this.placed.map((column) => viewColumn(buffer, column, this.rowCount))
    this.#viewed = buffer
    return this.#columns
  }
}
