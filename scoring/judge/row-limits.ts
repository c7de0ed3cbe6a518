/**
 * How many rows of a predictions file are read. A file of a few hundred bytes can declare millions of rows and mean it, so
 * the truth says how many can be of use. The limits leave room for files that are wrong in an ordinary way: these
 * are read to their end, so that the ids which are too many can be named.
 */
import type { RowLimit } from './opened-table.ts'

/** Rows that any file may have, however small its truth. */
const ALWAYS_READ = 1000
const ALWAYS_READ_OF_LIST = 1_000_000

/** Twice as many rows as the truth has and 1,000 more, for files that must have exactly those of the truth. */
export function exactRows(truthRows: number): RowLimit {
  return {
    rows: 2 * truthRows + ALWAYS_READ,
    rowAdvice: `Expected ${truthRows} rows, one for each of the task. Remove the others.`,
  }
}

/** 100 pairs for each listed match and 1,000,000 more. */
export function matchListRows(matches: number): RowLimit {
  return {
    rows: 100 * matches + ALWAYS_READ_OF_LIST,
    rowAdvice: `There are ${matches} matches to find. Leave out the least likely pairs.`,
  }
}

/** 1,000 candidates for each relevant one and 1,000,000 more. */
export function candidateRows(relevant: number): RowLimit {
  return {
    rows: 1000 * relevant + ALWAYS_READ_OF_LIST,
    rowAdvice: `There are ${relevant} relevant candidates to find. Leave out the last ones of each query.`,
  }
}
