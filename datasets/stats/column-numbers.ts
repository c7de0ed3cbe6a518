import type { StringColumn, TypedColumn } from '../typed-batch.ts'

type NumberColumn = Exclude<TypedColumn, StringColumn>

const DAY_MS = 86_400_000
const MICROSECONDS_A_MS = 1000

/** A whole number of 64 bits as a double. */
const ofWords = (low: number, high: number) => high * 2 ** 32 + (low >>> 0)

/** A cell as a number: milliseconds for instants and dates, the number itself for numbers. */
export function numberAt(column: NumberColumn, row: number): number {
  if (column.type === 'timestamp') return Number(column.values[row]) / MICROSECONDS_A_MS
  if (column.type === 'date') return column.values[row] * DAY_MS
  return Number(column.values[row])
}

/** The first cells of a column as {@link numberAt} has them, many times as quick. */
export function columnNumbers(column: NumberColumn, rows: number): Float64Array {
  const numbers = new Float64Array(rows)
  switch (column.type) {
    case 'int64':
    case 'timestamp': {
      const words = new Int32Array(column.values.buffer, column.values.byteOffset, 2 * rows)
      const divisor = column.type === 'timestamp' ? MICROSECONDS_A_MS : 1
      for (let row = 0; row < rows; row++)
        numbers[row] = ofWords(words[2 * row], words[2 * row + 1]) / divisor
      return numbers
    }
    case 'date':
      for (let row = 0; row < rows; row++) numbers[row] = column.values[row] * DAY_MS
      return numbers
    default:
      numbers.set(column.values.subarray(0, rows))
      return numbers
  }
}
