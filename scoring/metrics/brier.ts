import { meanOf } from './accurate-sum.ts'
import { defineMetric } from './define-metric.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'

const BLOCK_ROWS = 2048

/**
 * Squared distance of each row's probabilities to the truth: sum over classes of (q - [class is true])², 0 to 2 for
 * rows that sum to 1 (Brier, Monthly Weather Review 78, 1950).
 */
export const brierRows = oncePerInput(({ columns, truth }: ClassProbabilities): Float64Array => {
  const distances = new Float64Array(truth.length)
  for (let from = 0; from < truth.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, truth.length)
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]
      for (let i = from; i < to; i++) {
        const off = truth[i] === c ? column[i] - 1 : column[i]
        distances[i] += off * off
      }
    }
  }
  return distances
})

/** `brier_multiclass`, and `brier_half` which for two classes is scikit-learn's `brier_score_loss`. */
export const brierScores = [
  defineMetric(
    'probabilities',
    {
      name: 'brier_multiclass',
      title: 'Brier score',
      direction: 'lower-is-better',
      range: [0, 2],
      precision: 5,
      description:
        'The mean squared distance between the predicted probabilities and the truth, from 0 to 2.',
    },
    (input) => meanOf(brierRows(input)),
  ),
  defineMetric(
    'probabilities',
    {
      name: 'brier_half',
      title: 'Brier score (halved)',
      direction: 'lower-is-better',
      range: [0, 1],
      precision: 5,
      description: 'Half the Brier score, so that it runs from 0 to 1 as is usual for two classes.',
    },
    (input) => meanOf(brierRows(input)) / 2,
  ),
]
