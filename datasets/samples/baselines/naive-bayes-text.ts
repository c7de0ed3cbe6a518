import { type ClassProbabilities, classShares } from './class-frequencies.ts'
import type { ClassificationTables } from './task-tables.ts'
import { textTokens } from './text-tokens.ts'

/** Naive Bayes is too sure of itself; this much of the training shares is mixed in. */
const PRIOR_WEIGHT = 0.03

/**
 * Multinomial naive Bayes over words (Manning, Raghavan, Schütze: Introduction to Information Retrieval, ch. 13):
 * each class has its own word frequencies, additively smoothed; words never seen in training are ignored.
 */
export function naiveBayesText(
  tables: ClassificationTables,
  { columns, smoothing }: { columns: readonly string[]; smoothing: number },
): ClassProbabilities {
  const { train, test, labelColumn, classes } = tables
  const shares = classShares(tables)
  const position = new Map(classes.map((name, c) => [name, c]))
  const counts = new Map<string, Float64Array>()
  const totals = new Float64Array(classes.length)
  for (const row of train) {
    const c = position.get(row[labelColumn])!
    for (const token of textTokens(row, columns)) {
      const perClass = counts.get(token) ?? new Float64Array(classes.length)
      counts.set(token, perClass)
      perClass[c]++
      totals[c]++
    }
  }
  return test.map((row) => {
    const known = textTokens(row, columns).flatMap((token) => counts.get(token) ?? [])
    const logs = shares.map((share, c) => {
      const all = Math.log(totals[c] + smoothing * counts.size)
      return known.reduce((sum, perClass) => sum + Math.log(perClass[c] + smoothing) - all, Math.log(share))
    })
    const top = Math.max(...logs)
    const odds = logs.map((log) => Math.exp(log - top))
    const sum = odds.reduce((a, b) => a + b, 0)
    return odds.map((odd, c) => (1 - PRIOR_WEIGHT) * (odd / sum) + PRIOR_WEIGHT * shares[c])
  })
}
