/** Whether two readers read the same. */
import type { Cell, CellKind, Contents } from './answer.ts'

/** The first difference in words, or undefined. */
export function difference(ours: Contents, theirs: Contents): string | undefined {
  if (ours.columns.join('\n') !== theirs.columns.join('\n'))
    return `columns ${JSON.stringify(ours.columns)} and ${JSON.stringify(theirs.columns)}`
  if (ours.rows.length !== theirs.rows.length) return `${ours.rows.length} and ${theirs.rows.length} rows`
  for (let r = 0; r < ours.rows.length; r++) {
    if (ours.rows[r].length !== theirs.rows[r].length) return `row ${r + 1}: another number of cells`
    for (let c = 0; c < ours.columns.length; c++) {
      const [mine, other] = [ours.rows[r][c], theirs.rows[r][c]]
      if (!same(mine, other, theirs.kinds?.[c] ?? 'text'))
        return `row ${r + 1}, ${ours.columns[c]}: ${JSON.stringify(mine)} and ${JSON.stringify(other)}`
    }
  }
  return undefined
}

function same(ours: Cell, theirs: Cell, kind: CellKind): boolean {
  if (ours === theirs) return true
  if (ours === null || theirs === null) return false
  if (kind === 'text') return false
  const [a, b] = [numberOf(ours), numberOf(theirs)]
  // JavaScript's dates have milliseconds, to which a library may round either way
  if (Number.isNaN(a) && Number.isNaN(b))
    return kind !== 'loose' || Math.abs(Date.parse(ours) - Date.parse(theirs)) <= 1
  if (kind === 'single') return Math.fround(a) === Math.fround(b)
  if (kind === 'double') return a === b
  return Math.fround(a) === Math.fround(b) || Math.abs(a - b) <= 1e-12 * Math.abs(a)
}

function numberOf(text: string): number {
  if (/^-?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return Number(text)
}
