/** The likeness that best tells matches from other pairs in training: the one with the highest F1, the highest if several. */
export function bestThreshold(likeness: readonly number[], isMatch: readonly boolean[]): number {
  const order = likeness.map((_, i) => i).sort((a, b) => likeness[b] - likeness[a])
  const matches = isMatch.filter(Boolean).length
  let found = 0
  let best = { f1: -1, threshold: 0.5 }
  order.forEach((i, place) => {
    if (isMatch[i]) found++
    const isLastOfTie = place + 1 === order.length || likeness[order[place + 1]] < likeness[i]
    const f1 = (2 * found) / (place + 1 + matches)
    if (isLastOfTie && f1 > best.f1) best = { f1, threshold: likeness[i] }
  })
  return best.threshold
}

/**
 * Maps likeness to a score in [0, 1] that keeps the order and puts the threshold at 0.5, where tasks draw the line.
 *
 * @param low the smallest likeness of all pairs, mapped to 0
 * @param high the largest, mapped to 1
 */
export function scoreAround(threshold: number, low: number, high: number): (likeness: number) => number {
  return (likeness) => {
    if (likeness >= threshold) {
      return high > threshold ? 0.5 + (0.5 * (likeness - threshold)) / (high - threshold) : 1
    }
    return (0.5 * (likeness - low)) / (threshold - low)
  }
}
