import type { ClassProbabilities } from './class-frequencies.ts'

/** Keeps the logarithm finite where a part calls a class impossible. */
const FLOOR = 1e-9

/** Weighted geometric mean of several models' probabilities, scaled to sum to 1. */
export function blend(parts: { weight: number; probabilities: ClassProbabilities }[]): ClassProbabilities {
  return parts[0].probabilities.map((row, t) => {
    const logs = row.map((_, c) =>
      parts.reduce(
        (sum, { weight, probabilities }) => sum + weight * Math.log(Math.max(probabilities[t][c], FLOOR)),
        0,
      ),
    )
    const top = Math.max(...logs)
    const odds = logs.map((log) => Math.exp(log - top))
    const sum = odds.reduce((a, b) => a + b, 0)
    return odds.map((odd) => odd / sum)
  })
}
