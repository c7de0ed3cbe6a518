import { type ClassProbabilities, classShares } from './class-frequencies.ts'
import type { ClassificationTables } from './task-tables.ts'

/** Certain of the most frequent training class, for every row: the floor that any model must beat. */
export function majorityClass(tables: ClassificationTables): ClassProbabilities {
  const shares = classShares(tables)
  const top = shares.indexOf(Math.max(...shares))
  return tables.test.map(() => shares.map((_, c) => (c === top ? 1 : 0)))
}
