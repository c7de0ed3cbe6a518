/** Figures of one binary ranking, computed from its counts per threshold. */
import { AccurateSum } from './accurate-sum.ts'
import type { Thresholds } from './score-intervals.ts'

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counted half (Mann-Whitney).
 * NaN when there are no positives or no negatives.
 */
export function rocArea({
  positives,
  negatives,
  negativesAbove,
  positiveTotal,
  negativeTotal,
}: Thresholds): number {
  // wins in halves are whole numbers, so the sum is exact up to 2^53
  let halfWins = 0
  let before = 0
  for (let d = 0; d < positives.length; d++) {
    const group = positives[d] - before
    before = positives[d]
    const tied = negatives[d] - negativesAbove[d]
    halfWins += group * (2 * (negativeTotal - negatives[d]) + tied)
  }
  return halfWins / 2 / (positiveTotal * negativeTotal)
}

/**
 * Average precision: the sum over distinct scores, high to low, of the gain in recall times the precision there; no
 * interpolation. 0 when there is nothing to find. scikit-learn: `average_precision_score`.
 *
 * @param findable number of positives that recall is measured against; more than `positiveTotal` when some were not scored
 */
export function averagePrecisionOf({ positives, negatives }: Thresholds, findable: number): number {
  const sum = new AccurateSum()
  let before = 0
  for (let d = 0; d < positives.length; d++) {
    // a resample can leave a score without positives
    if (positives[d] === before) continue
    sum.add(((positives[d] - before) / findable) * (positives[d] / (positives[d] + negatives[d])))
    before = positives[d]
  }
  return sum.total
}

/**
 * Area under the precision-recall polygon through all distinct scores, which starts at recall 0, precision 1.
 * scikit-learn: `auc` over `precision_recall_curve`. Lower scores of negatives alone move straight down and add no
 * area, so the last point before each step of recall is all that counts.
 */
export function trapezoidPrecisionRecall(thresholds: Thresholds, findable: number): number {
  const { positives, negatives, negativesAbove } = thresholds
  const area = new AccurateSum()
  let before = 0
  for (let d = 0; d < positives.length; d++) {
    if (positives[d] === before) continue
    const above = before + negativesAbove[d]
    const precisionBefore = above > 0 ? before / above : 1
    const precision = positives[d] / (positives[d] + negatives[d])
    area.add((((positives[d] - before) / findable) * (precisionBefore + precision)) / 2)
    before = positives[d]
  }
  return area.total
}

/** The highest F1 that a distinct score of a positive gives as threshold, and the highest score that gives it. */
export function highestF1(
  { scores, positives, negatives }: Thresholds,
  findable: number,
): { f1: number; threshold: number } {
  let best = { f1: 0, threshold: scores[0] }
  for (let d = 0; d < scores.length; d++) {
    const f1 = (2 * positives[d]) / (positives[d] + negatives[d] + findable)
    if (f1 > best.f1) best = { f1, threshold: scores[d] }
  }
  return best
}
