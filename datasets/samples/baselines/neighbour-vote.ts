import { type ClassProbabilities, classShares } from './class-frequencies.ts'
import type { ClassificationTables } from './task-tables.ts'

/** Weight of the training shares against the neighbours' votes, so that no class is called impossible. */
const PRIOR_WEIGHT = 0.05

/**
 * The nearest training rows vote with their likeness as weight.
 *
 * @param likeness of every training row to one test row, in [0, 1]; rows of likeness 0 do not vote
 */
export function neighbourVote(
  tables: ClassificationTables,
  neighbours: number,
  likeness: (testRow: number) => ArrayLike<number>,
): ClassProbabilities {
  const shares = classShares(tables)
  const position = new Map(tables.classes.map((name, c) => [name, c]))
  const labels = tables.train.map((row) => position.get(row[tables.labelColumn])!)
  return tables.test.map((_, t) => {
    const like = likeness(t)
    const nearest = labels
      .map((_, i) => i)
      .filter((i) => like[i] > 0)
      .sort((a, b) => like[b] - like[a] || a - b)
      .slice(0, neighbours)
    const votes = shares.map(() => 0)
    for (const i of nearest) votes[labels[i]] += like[i]
    const sum = votes.reduce((a, b) => a + b, 0)
    if (sum === 0) return shares
    return votes.map((vote, c) => (1 - PRIOR_WEIGHT) * (vote / sum) + PRIOR_WEIGHT * shares[c])
  })
}
