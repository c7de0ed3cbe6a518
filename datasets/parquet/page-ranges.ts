import type { TypedColumn } from '../typed-batch.ts'

/** Bytes of plain values after which a page ends. */
export const PAGE_BYTES = 1 << 20

/** Row ranges of about a MiB of plain values each; strings lie one behind the other, as a ChunkBuffer has them. */
export function pageRanges(column: TypedColumn, rows: number): [number, number][] {
  const ranges: [number, number][] = []
  for (let from = 0; from < rows; ) {
    const to = Math.min(rows, pageEnd(column, from, rows))
    ranges.push([from, to])
    from = to
  }
  return ranges
}

/** Behind the first row that fills the page that begins at `from`. */
function pageEnd(column: TypedColumn, from: number, rows: number): number {
  if (column.type !== 'string') return from + PAGE_BYTES / 8
  const { starts, ends } = column
  let [low, high] = [from, rows]
  while (low < high) {
    const row = (low + high) >> 1
    // a length of four bytes stands before each text
    if (ends[row] - starts[from] + 4 * (row + 1 - from) < PAGE_BYTES) low = row + 1
    else high = row
  }
  return low + 1
}
