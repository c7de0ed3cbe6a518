/** Metrics of scored pairs that do not depend on the task's threshold. */
import { defineMetric, undefinedBecause } from './define-metric.ts'
import type { ScoredPairs } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'
import { placeAmong, positiveScores, type Thresholds, thresholdsOf } from './score-intervals.ts'
import { averagePrecisionOf, highestF1, rocArea, trapezoidPrecisionRecall } from './threshold-figures.ts'

/** The counts per distinct score of the true matches. */
export const pairThresholds = oncePerInput(({ isMatch, scores }: ScoredPairs): Thresholds => {
  let matchCount = 0
  for (let i = 0; i < isMatch.length; i++) matchCount += isMatch[i]
  const own = new Float64Array(matchCount)
  let next = 0
  for (let i = 0; i < scores.length; i++) if (isMatch[i] === 1) own[next++] = scores[i]
  const positives = positiveScores(own)
  const histogram = new Uint32Array(2 * positives.scores.length + 1)
  if (matchCount === 0) histogram[0] = scores.length
  else {
    placeAmong(positives.scores, scores, (intervals) => {
      for (let i = 0; i < intervals.length; i++) histogram[intervals[i]]++
    })
  }
  return thresholdsOf(positives, histogram)
})

/** The best F1 that any threshold gives, and the highest score that gives it as threshold. */
export interface BestF1 {
  f1: number
  threshold: number
}

/**
 * Tries every distinct score as threshold. Scores of non-matches alone only lower F1, so those of matches suffice;
 * where no match was scored, F1 is 0 everywhere and the highest score stands for it. Null where nothing was scored.
 */
export const bestF1 = oncePerInput((input: ScoredPairs): { best: BestF1 | null } => {
  if (input.scores.length === 0) return { best: null }
  const thresholds = pairThresholds(input)
  if (thresholds.scores.length === 0) return { best: { f1: 0, threshold: highest(input.scores) } }
  return { best: highestF1(thresholds, input.totalMatches) }
})

function highest(scores: Float64Array): number {
  let most = scores[0]
  for (const score of scores) if (score > most) most = score
  return most
}

/** `average_precision` and `best_f1` for all pairs; `roc_auc` and `pr_auc_trapezoid` where all are labelled. */
export const pairRankings = [
  defineMetric(
    'pairs',
    {
      name: 'average_precision',
      title: 'Average precision',
      description: 'The precision at each newly found match, averaged over all matches; missed ones count 0.',
    },
    (input) => averagePrecisionOf(pairThresholds(input), input.totalMatches),
  ),
  defineMetric(
    'pairs',
    {
      name: 'best_f1',
      title: 'Best F1',
      description: 'The highest F1 that any threshold on the scores would give.',
    },
    (input) =>
      bestF1(input).best?.f1 ?? undefinedBecause('No pair was scored, so there is no threshold to try.'),
  ),
  defineMetric(
    'labelled-pairs',
    {
      name: 'roc_auc',
      title: 'ROC AUC',
      description: 'The chance that a match scores higher than a non-match.',
    },
    (input) => {
      const area = rocArea(pairThresholds(input))
      return Number.isNaN(area)
        ? undefinedBecause('The truth needs both matches and non-matches for this.')
        : area
    },
  ),
  defineMetric(
    'labelled-pairs',
    {
      name: 'pr_auc_trapezoid',
      title: 'Area under precision and recall',
      description: 'The area under the straight lines between the points of the precision-recall curve.',
    },
    (input) => {
      if (input.totalMatches > 0) return trapezoidPrecisionRecall(pairThresholds(input), input.totalMatches)
      // without matches recall is 1 and precision 0 from the first threshold on, after the start at (0, 1)
      return input.scores.length > 0 ? 0.5 : 0
    },
  ),
]
