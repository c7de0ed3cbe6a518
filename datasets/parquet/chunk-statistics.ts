import type { Statistics } from 'hyparquet'
import type { TypedColumn } from '../typed-batch.ts'

/** How many rows are null. */
export function countNulls(nulls: Uint8Array): number {
  let count = 0
  for (let row = 0; row < nulls.length; row++) count += nulls[row]
  return count
}

function valueAt(column: TypedColumn, row: number): Statistics['min_value'] {
  switch (column.type) {
    case 'string':
      // a copy: the chunk's buffer is reused before the footer is written
      return column.bytes.slice(column.starts[row], column.ends[row])
    case 'boolean':
      return column.values[row] === 1
    default:
      return column.values[row]
  }
}

/**
 * Null count, smallest and largest value of a chunk, by which readers skip row groups.
 *
 * @param bounds the smallest and the largest value of the chunk and the rows where they are; none where all are null
 */
export function chunkStatistics(
  { nulls }: TypedColumn,
  rows: number,
  bounds: { of: TypedColumn; rows: [number, number] | [] },
): Statistics {
  const null_count = BigInt(countNulls(nulls.subarray(0, rows)))
  const [min_value, max_value] = bounds.rows.map((row) => valueAt(bounds.of, row))
  if (bounds.of.type !== 'float64') return { null_count, min_value, max_value }
  // the sign of zero is not ordered, so a bound of zero covers both
  return {
    null_count,
    min_value: min_value === 0 ? -0 : min_value,
    max_value: max_value === 0 ? 0 : max_value,
  }
}
