import type { StringColumn } from '../typed-batch.ts'

/** The distinct values of a column chunk in order of first appearance, and which one each row has. */
export interface StringDictionary {
  /** Rows whose cells are the dictionary's values. */
  firstRows: number[]
  /** For each non-null row, in order, the position of its value. */
  indexes: Uint32Array
}

function hashCell({ bytes, starts, ends }: StringColumn, row: number): number {
  let hash = 0x811c9dc5
  for (let i = starts[row]; i < ends[row]; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

function sameCell({ bytes, starts, ends }: StringColumn, a: number, b: number): boolean {
  const size = ends[a] - starts[a]
  if (ends[b] - starts[b] !== size) return false
  const [i, j] = [starts[a], starts[b]]
  for (let k = 0; k < size; k++) if (bytes[i + k] !== bytes[j + k]) return false
  return true
}

/**
 * Builds the dictionary of a chunk, or gives up (undefined) when the column is not `wanted` as one and distinct
 * values make up more than half of its bytes, or when there are more than `maxValues` of them.
 */
export function buildDictionary(
  column: StringColumn,
  rows: number,
  wanted: boolean,
  maxValues = 65_536,
): StringDictionary | undefined {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * Math.min(rows, maxValues) + 2)))
  const table = new Int32Array(slots).fill(-1)
  const firstRows: number[] = []
  const indexes = new Uint32Array(rows)
  let filled = 0
  let distinctBytes = 0
  for (let row = 0; row < rows; row++) {
    if (column.nulls[row]) continue
    let slot = hashCell(column, row) & (slots - 1)
    while (table[slot] >= 0 && !sameCell(column, firstRows[table[slot]], row)) slot = (slot + 1) & (slots - 1)
    if (table[slot] < 0) {
      if (firstRows.length === maxValues) return undefined
      table[slot] = firstRows.length
      firstRows.push(row)
      distinctBytes += column.ends[row] - column.starts[row] + 4
    }
    indexes[filled++] = table[slot]
    // an early look saves hashing the rest of a column of free text
    if (!wanted && row === 4095 && firstRows.length > 0.9 * filled) return undefined
  }
  const allBytes = column.ends[rows - 1] - column.starts[0] + 4 * filled
  if (!wanted && 2 * distinctBytes > allBytes) return undefined
  return { firstRows, indexes: indexes.subarray(0, filled) }
}
