import type { Statistics } from 'hyparquet'
import type { TypedColumn } from '../typed-batch.ts'

function compareText(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b)
}

function textBounds(column: TypedColumn & { type: 'string' }, rows: number): [Uint8Array, Uint8Array] | [] {
  let min: Uint8Array | undefined
  let max: Uint8Array | undefined
  for (let row = 0; row < rows; row++) {
    if (column.nulls[row]) continue
    const cell = column.bytes.subarray(column.starts[row], column.ends[row])
    if (!min || compareText(cell, min) < 0) min = cell
    if (!max || compareText(cell, max) > 0) max = cell
  }
  // copies: the chunk's buffer is reused before the footer is written
  return min && max ? [min.slice(), max.slice()] : []
}

function valueBounds<T extends number | bigint>(
  values: ArrayLike<T>,
  nulls: Uint8Array,
  rows: number,
): [T, T] | [] {
  let min: T | undefined
  let max: T | undefined
  for (let row = 0; row < rows; row++) {
    const value = values[row]
    if (nulls[row] || Number.isNaN(value)) continue // NaN has no place in an order
    if (min === undefined || value < min) min = value
    if (max === undefined || value > max) max = value
  }
  return min !== undefined && max !== undefined ? [min, max] : []
}

/** Null count, smallest and largest value of a chunk, by which readers skip row groups. */
export function chunkStatistics(column: TypedColumn, rows: number): Statistics {
  let nulls = 0n
  for (let row = 0; row < rows; row++) if (column.nulls[row]) nulls++
  if (column.type === 'string') {
    const [min_value, max_value] = textBounds(column, rows)
    return { null_count: nulls, min_value, max_value }
  }
  if (column.type === 'boolean') {
    const [min, max] = valueBounds(column.values, column.nulls, rows)
    if (min === undefined) return { null_count: nulls }
    return { null_count: nulls, min_value: min === 1, max_value: max === 1 }
  }
  if (column.type === 'int64' || column.type === 'timestamp') {
    const [min_value, max_value] = valueBounds(column.values, column.nulls, rows)
    return { null_count: nulls, min_value, max_value }
  }
  const [min, max] = valueBounds<number>(column.values, column.nulls, rows)
  // the sign of zero is not ordered, so a bound of zero covers both
  return {
    null_count: nulls,
    min_value: column.type === 'float64' && min === 0 ? -0 : min,
    max_value: column.type === 'float64' && max === 0 ? 0 : max,
  }
}
