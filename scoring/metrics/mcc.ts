import { sumOf } from './accurate-sum.ts'
import type { Confusion } from './confusion.ts'
import { defineMetric } from './define-metric.ts'

/**
 * Matthews correlation of truth and prediction, after Gorodkin (Computational Biology and Chemistry 28, 2004):
 * (s n - sum row col) / sqrt((n² - sum col²)(n² - sum row²)) with s hits; 0 when the root is 0. Up to 9.4e7 rows all
 * terms are exact integers. scikit-learn: `matthews_corrcoef`.
 */
function matthews({ rowCount: n, classCount, support, predicted, hits }: Confusion): number {
  let products = 0
  let supportSquares = 0
  let predictedSquares = 0
  for (let c = 0; c < classCount; c++) {
    products += support[c] * predicted[c]
    supportSquares += support[c] * support[c]
    predictedSquares += predicted[c] * predicted[c]
  }
  const root = Math.sqrt(n * n - predictedSquares) * Math.sqrt(n * n - supportSquares)
  return root > 0 ? (sumOf(hits) * n - products) / root : 0
}

/** `mcc`: 1 is perfect, 0 no better than chance, -1 always wrong. */
export const mcc = defineMetric(
  'labels',
  {
    name: 'mcc',
    title: 'Matthews correlation',
    range: [-1, 1],
    description:
      'The correlation of predicted and true classes: 1 is perfect, 0 is chance; robust to imbalance.',
  },
  matthews,
)
