import type { ClassificationTables } from './task-tables.ts'

/** One row per test row, one probability per declared class. */
export type ClassProbabilities = number[][]

/** How often each class occurs in training, as shares that sum to 1. */
export function classShares({ train, labelColumn, classes }: ClassificationTables): number[] {
  const counts = new Map(classes.map((name) => [name, 0]))
  for (const row of train) counts.set(row[labelColumn], (counts.get(row[labelColumn]) ?? 0) + 1)
  return classes.map((name) => counts.get(name)! / train.length)
}

/** The same answer for every row: the training shares. The best one can do without looking at a row. */
export function classFrequencies(tables: ClassificationTables): ClassProbabilities {
  const shares = classShares(tables)
  return tables.test.map(() => shares)
}
