/** Says what is wrong with a header, and which name was probably meant. */
import { type ProblemList, quoteCell } from '../align/problem-list.ts'

/** The columns that a file must have, and those that it may have. Their order is free. */
export interface ExpectedColumns {
  required: readonly string[]
  optional?: readonly string[]
}

/** At most this many names are listed in a message. */
const LISTED = 12
/** Above this many expected names the closest one is not searched for. */
const SEARCHED = 2000

/**
 * Adds `missing_column` and `unexpected_column` problems.
 *
 * @param header column names in file order, no two alike
 * @param wanted what the file is for, as a message says it: `class probabilities`
 */
export function checkHeader(
  header: readonly string[],
  expected: ExpectedColumns,
  wanted: string,
  problems: ProblemList,
): void {
  const known = new Set([...expected.required, ...(expected.optional ?? [])])
  const present = new Set(header)
  const missing = expected.required.filter((name) => !present.has(name))
  const extra = header.filter((name) => !known.has(name))
  const layout = `Expected for ${wanted}: ${list(expected.required)}${
    expected.optional?.length ? ` and optionally ${list(expected.optional)}` : ''
  }.`
  for (const name of missing) {
    problems.add('missing_column', () => {
      const near = closest(name, extra)
      const hint = near === null ? '' : ` Rename ${quoteCell(near)} if that is it.`
      return {
        line: 1,
        column: name,
        message: `There is no column ${quoteCell(name)}. Found ${list(header)}.${hint} ${layout}`,
      }
    })
  }
  for (const name of extra) {
    problems.add('unexpected_column', () => {
      const near = closest(name, missing)
      const hint = near === null ? 'Remove it.' : `Did you mean ${quoteCell(near)}?`
      return {
        line: 1,
        column: name,
        message: `The column ${quoteCell(name)} is not expected. ${hint} ${layout}`,
      }
    })
  }
}

/** Names for a message: quoted, the first dozen. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map(quoteCell).join(', ')
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown
}

/** The candidate that differs least from `name`, if it is likely meant: equal but for case and spaces, or nearly. */
export function closest(name: string, candidates: readonly string[]): string | null {
  const plain = simplified(name)
  let best: string | null = null
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1
  for (const candidate of candidates.slice(0, SEARCHED)) {
    const distance = editDistance(plain, simplified(candidate), least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

function simplified(name: string): string {
  return name
    .slice(0, 64)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
}

/** Levenshtein distance of two short texts, or `limit` where it is at least that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(substituted, previous[j] + 1, current[j - 1] + 1))
    }
    previous = current
  }
  return Math.min(previous[b.length], limit)
}
