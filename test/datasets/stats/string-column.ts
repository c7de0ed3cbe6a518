import type { StringColumn } from '#datasets/typed-batch.ts'

/** A column of these texts, with other bytes before, between and behind them. */
export function stringColumn(cells: readonly (string | null)[], between = ''): StringColumn {
  const pieces: Buffer[] = [Buffer.from('<&@')]
  let at = 3
  const push = (bytes: Buffer) => {
    pieces.push(bytes)
    at += bytes.length
  }
  const places = cells.map((cell) => {
    push(Buffer.from(between))
    const start = at
    push(Buffer.from(cell ?? ''))
    return [start, at]
  })
  push(Buffer.from('@&9999999999'))
  return {
    type: 'string',
    bytes: Buffer.concat(pieces),
    starts: Uint32Array.from(places, ([start]) => start),
    ends: Uint32Array.from(places, ([, end]) => end),
    nulls: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)),
  }
}
