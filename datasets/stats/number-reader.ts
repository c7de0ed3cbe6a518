import type { StringColumn, TypedColumn } from '../typed-batch.ts'

/** Reads a column's cells as numbers: milliseconds for instants and dates, the number itself for numbers. */
export function numberReader(column: Exclude<TypedColumn, StringColumn>): (row: number) => number {
  switch (column.type) {
    case 'int64':
    case 'timestamp': {
      const { buffer, byteOffset, length } = column.values
      const words = new Int32Array(buffer, byteOffset, 2 * length)
      const divisor = column.type === 'timestamp' ? 1000 : 1
      return (row) => (words[2 * row + 1] * 2 ** 32 + (words[2 * row] >>> 0)) / divisor
    }
    case 'date':
      return (row) => column.values[row] * 86_400_000
    default:
      return (row) => column.values[row]
  }
}
