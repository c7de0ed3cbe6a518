import type { Statistics } from 'hyparquet'
import type { StringColumn, TypedColumn } from '../typed-batch.ts'

/** Below, equal or above 0 as cell a comes before, with or after cell b in the order of their bytes. */
function compareCells({ bytes, starts, ends }: StringColumn, a: number, b: number): number {
  const [i, j] = [starts[a], starts[b]]
  const [sizeA, sizeB] = [ends[a] - i, ends[b] - j]
  const size = Math.min(sizeA, sizeB)
  for (let k = 0; k < size; k++) if (bytes[i + k] !== bytes[j + k]) return bytes[i + k] - bytes[j + k]
  return sizeA - sizeB
}

function textBounds(column: StringColumn, rows: Iterable<number>): [Uint8Array, Uint8Array] | [] {
  let min = -1
  let max = -1
  for (const row of rows) {
    if (column.nulls[row]) continue
    if (min < 0 || compareCells(column, row, min) < 0) min = row
    if (max < 0 || compareCells(column, row, max) > 0) max = row
  }
  // copies: the chunk's buffer is reused before the footer is written
  const cell = (row: number) => column.bytes.slice(column.starts[row], column.ends[row])
  return min < 0 ? [] : [cell(min), cell(max)]
}

function* upTo(rows: number): Generator<number> {
  for (let row = 0; row < rows; row++) yield row
}

/** Bounds of 64-bit values by their words: a BigInt for each would take most of the time. */
function wordBounds(values: BigInt64Array, nulls: Uint8Array, rows: number): [bigint, bigint] | [] {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * rows)
  const less = (a: number, b: number) =>
    words[2 * a + 1] !== words[2 * b + 1]
      ? words[2 * a + 1] < words[2 * b + 1]
      : words[2 * a] >>> 0 < words[2 * b] >>> 0
  let min = -1
  let max = -1
  for (let row = 0; row < rows; row++) {
    if (nulls[row]) continue
    if (min < 0 || less(row, min)) min = row
    if (max < 0 || less(max, row)) max = row
  }
  return min < 0 ? [] : [values[min], values[max]]
}

function valueBounds(values: ArrayLike<number>, nulls: Uint8Array, rows: number): [number, number] | [] {
  let min: number | undefined
  let max: number | undefined
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (nulls[row] || Number.isNaN(value)) continue // NaN has no place in an order
    if (min === undefined || value < min) min = value
    if (max === undefined || value > max) max = value
  }
  return min !== undefined && max !== undefined ? [min, max] : []
}

/**
 * Null count, smallest and largest value of a chunk, by which readers skip row groups.
 *
 * @param distinctRows rows that hold every different value of the chunk, if they are known
 */
export function chunkStatistics(
  column: TypedColumn,
  rows: number,
  distinctRows?: readonly number[],
): Statistics {
  let nullCount = 0
  for (let row = 0; row < rows; row++) nullCount += column.nulls[row]
  const nulls = BigInt(nullCount)
  if (column.type === 'string') {
    const [min_value, max_value] = textBounds(column, distinctRows ?? upTo(rows))
    return { null_count: nulls, min_value, max_value }
  }
  if (column.type === 'boolean') {
    const [min, max] = valueBounds(column.values, column.nulls, rows)
    if (min === undefined) return { null_count: nulls }
    return { null_count: nulls, min_value: min === 1, max_value: max === 1 }
  }
  if (column.type === 'int64' || column.type === 'timestamp') {
    const [min_value, max_value] = wordBounds(column.values, column.nulls, rows)
    return { null_count: nulls, min_value, max_value }
  }
  const [min, max] = valueBounds(column.values, column.nulls, rows)
  // the sign of zero is not ordered, so a bound of zero covers both
  return {
    null_count: nulls,
    min_value: column.type === 'float64' && min === 0 ? -0 : min,
    max_value: column.type === 'float64' && max === 0 ? 0 : max,
  }
}
