/** Metrics of decided pairs: each scored pair is a predicted match when its score reaches the threshold. */
import { defineMetric, type MetricSummary } from './define-metric.ts'
import type { Metric, ScoredPairs } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'

/** Pairs by decision and truth; `tn` means something only where all candidate pairs are labelled. */
export interface PairCounts {
  tp: number
  fp: number
  fn: number
  tn: number
}

/** Counts pairs by decision and truth; matches that nobody proposed are misses. */
export const pairCounts = oncePerInput(
  ({ isMatch, scores, totalMatches, threshold }: ScoredPairs): PairCounts => {
    let tp = 0
    let accepted = 0
    let listed = 0
    for (let i = 0; i < scores.length; i++) {
      // without a jump, which half of the scores would go one way and half the other
      const isAccepted = Number(scores[i] >= threshold)
      accepted += isAccepted
      tp += isAccepted & isMatch[i]
      listed += isMatch[i]
    }
    return { tp, fp: accepted - tp, fn: totalMatches - tp, tn: scores.length - accepted - (listed - tp) }
  },
)

/** a / b, and 0 on 0/0 as scikit-learn's `zero_division=0`. */
function share(a: number, b: number): number {
  return b > 0 ? a / b : 0
}

function matthews({ tp, fp, fn, tn }: PairCounts): number {
  const root = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn)
  return root > 0 ? (tp * tn - fp * fn) / root : 0
}

/** A metric that depends on the counts alone. */
interface DecisionMetric {
  needs: 'pairs' | 'labelled-pairs'
  summary: MetricSummary
  figure: (counts: PairCounts) => number
}

const DECISIONS: readonly DecisionMetric[] = [
  {
    needs: 'pairs',
    summary: {
      name: 'precision',
      title: 'Precision',
      description: 'The share of predicted matches that are matches.',
    },
    figure: ({ tp, fp }) => share(tp, tp + fp),
  },
  {
    needs: 'pairs',
    summary: {
      name: 'recall',
      title: 'Recall',
      description: 'The share of true matches that were predicted.',
    },
    figure: ({ tp, fn }) => share(tp, tp + fn),
  },
  {
    needs: 'pairs',
    summary: {
      name: 'f1',
      title: 'F1',
      description: 'The harmonic mean of precision and recall of the predicted matches.',
    },
    figure: ({ tp, fp, fn }) => share(2 * tp, 2 * tp + fp + fn),
  },
  {
    needs: 'labelled-pairs',
    summary: {
      name: 'accuracy',
      title: 'Accuracy',
      description: 'The share of candidate pairs that were decided rightly.',
    },
    figure: ({ tp, fp, fn, tn }) => share(tp + tn, tp + fp + fn + tn),
  },
  {
    needs: 'labelled-pairs',
    summary: {
      name: 'mcc',
      title: 'Matthews correlation',
      range: [-1, 1],
      description: 'The correlation of predicted and true matches: 1 is perfect, 0 is chance.',
    },
    figure: matthews,
  },
]

/** The figure that a metric of decided pairs computes from the counts, by its name; undefined for other names. */
export function decisionFigure(name: string): DecisionMetric['figure'] | undefined {
  return DECISIONS.find(({ summary }) => summary.name === name)?.figure
}

/** `precision`, `recall`, `f1` for all pairs; `accuracy` and `mcc` where all candidates are labelled. */
export const pairDecisions: (Metric<'pairs'> | Metric<'labelled-pairs'>)[] = DECISIONS.map(
  ({ needs, summary, figure }) =>
    needs === 'pairs'
      ? defineMetric(needs, summary, (input) => figure(pairCounts(input)))
      : defineMetric(needs, summary, (input) => figure(pairCounts(input))),
)
