/** Rows as the registry handles them: columns of exact types over reused buffers, from one source for every output. */
import type { ColumnType } from './schema.ts'

/** 1 where the cell is null; at least `rowCount` long. The value beneath a null is meaningless. */
type Nulls = Uint8Array

/** Strings: cell i is the UTF-8 in `bytes[starts[i]..ends[i])`. */
export interface StringColumn {
  type: 'string'
  bytes: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
  nulls: Nulls
}
/** Whole numbers. */
export interface Int64Column {
  type: 'int64'
  values: BigInt64Array
  nulls: Nulls
}
/** Microseconds since 1970-01-01T00:00:00Z. */
export interface TimestampColumn {
  type: 'timestamp'
  values: BigInt64Array
  nulls: Nulls
}
/** IEEE doubles. */
export interface Float64Column {
  type: 'float64'
  values: Float64Array
  nulls: Nulls
}
/** Days since 1970-01-01. */
export interface DateColumn {
  type: 'date'
  values: Int32Array
  nulls: Nulls
}
/** 0 or 1. */
export interface BooleanColumn {
  type: 'boolean'
  values: Uint8Array
  nulls: Nulls
}
/** The cells of one column, told apart by `type`. */
export type TypedColumn =
  | StringColumn
  | Int64Column
  | TimestampColumn
  | Float64Column
  | DateColumn
  | BooleanColumn

/** A run of consecutive rows. The buffers are reused by the producer: copy what must outlive the next batch. */
export interface TypedBatch {
  rowCount: number
  columns: TypedColumn[]
  /** The line of each row in the file it was read from (row where there are no lines), 1-based; for messages. */
  lines?: Uint32Array
  /** The batch that has these very columns and others, so that what is known of its cells is known of these. */
  whole?: TypedBatch
}

/** Something that looks at every row as it passes: a writer, a profile, a check. */
export interface BatchObserver {
  observe(batch: TypedBatch): void
}

/** An empty column with room for `capacity` rows (and no bytes yet, for strings). */
export function allocateColumn(type: ColumnType, capacity: number): TypedColumn {
  const nulls = new Uint8Array(capacity)
  switch (type) {
    case 'string': {
      const bytes = new Uint8Array(0)
      return { type, bytes, starts: new Uint32Array(capacity), ends: new Uint32Array(capacity), nulls }
    }
    case 'float64':
      return { type, values: new Float64Array(capacity), nulls }
    case 'date':
      return { type, values: new Int32Array(capacity), nulls }
    case 'boolean':
      return { type, values: new Uint8Array(capacity), nulls }
    default:
      return { type, values: new BigInt64Array(capacity), nulls }
  }
}

// One function for each width: code that has seen one type of array only is several times quicker.

function gatherBytes(target: Uint8Array, source: Uint8Array, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) target[i] = source[rows[i]]
}

function gatherWords(target: Uint32Array, source: Uint32Array, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) target[i] = source[rows[i]]
}

/** Values of 64 bits as two words each, whatever they stand for. */
function gatherPairs(target: Uint32Array, source: Uint32Array, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const from = 2 * rows[i]
    target[2 * i] = source[from]
    target[2 * i + 1] = source[from + 1]
  }
}

const wordsOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint32Array(buffer, byteOffset, byteLength >> 2)

function takeRows(column: TypedColumn, rows: Uint32Array): TypedColumn {
  const taken = allocateColumn(column.type, rows.length)
  gatherBytes(taken.nulls, column.nulls, rows)
  if (column.type === 'string' && taken.type === 'string') {
    taken.bytes = column.bytes
    gatherWords(taken.starts, column.starts, rows)
    gatherWords(taken.ends, column.ends, rows)
  } else if (column.type === 'boolean' && taken.type === 'boolean')
    gatherBytes(taken.values, column.values, rows)
  else if (column.type === 'date' && taken.type === 'date')
    gatherWords(wordsOf(taken.values), wordsOf(column.values), rows)
  else if (column.type !== 'string' && taken.type !== 'string')
    gatherPairs(wordsOf(taken.values), wordsOf(column.values), rows)
  return taken
}

/**
 * The batch with only these columns (by position, in this order) and, when `rows` is given, only these rows (by
 * position in the batch, in this order). String bytes are shared with the original.
 */
export function selectFromBatch(
  batch: TypedBatch,
  columns: readonly number[],
  rows?: Uint32Array,
): TypedBatch {
  const chosen = columns.map((at) => batch.columns[at])
  const { lines } = batch
  if (!rows) return { rowCount: batch.rowCount, columns: chosen, lines, whole: batch.whole ?? batch }
  const taken = lines && new Uint32Array(rows.length)
  if (lines && taken) gatherWords(taken, lines, rows)
  return { rowCount: rows.length, columns: chosen.map((column) => takeRows(column, rows)), lines: taken }
}
