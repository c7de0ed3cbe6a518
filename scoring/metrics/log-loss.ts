import { meanOf } from './accurate-sum.ts'
import { defineMetric } from './define-metric.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'

/** The smallest probability that is believed: the distance from 1 to the next double. */
const EPSILON = 2.220446049250313e-16
const BLOCK_ROWS = 2048

/** Every entry clipped to [EPSILON, 1 - EPSILON]. */
function clip(probability: number): number {
  return probability < EPSILON ? EPSILON : Math.min(probability, 1 - EPSILON)
}

/**
 * Loss of each row in nats: -ln of the clipped probability of its true class, after division by the sum of the row's
 * clipped entries. One pass over the columns, a block of rows at a time so that the sums stay in cache.
 */
export const logLossRows = oncePerInput(({ columns, truth }: ClassProbabilities): Float64Array => {
  const losses = new Float64Array(truth.length)
  const sums = new Float64Array(BLOCK_ROWS)
  for (let from = 0; from < truth.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, truth.length)
    sums.fill(0)
    for (const column of columns) {
      for (let i = from; i < to; i++) sums[i - from] += clip(column[i])
    }
    for (let i = from; i < to; i++) losses[i] = -Math.log(clip(columns[truth[i]][i]) / sums[i - from])
  }
  return losses
})

/** Loss of each row in nats without division by the row's sum. */
export const plainLogLossRows = oncePerInput(({ columns, truth }: ClassProbabilities): Float64Array => {
  const losses = new Float64Array(truth.length)
  for (let i = 0; i < truth.length; i++) losses[i] = -Math.log(clip(columns[truth[i]][i]))
  return losses
})

/** `log_loss` is scikit-learn 1.2's, `log_loss_no_renorm` that of 1.5 and later. */
export const logLosses = [
  defineMetric(
    'probabilities',
    {
      name: 'log_loss',
      title: 'Log loss',
      direction: 'lower-is-better',
      range: [0, null],
      precision: 5,
      description:
        'The mean surprise, in nats, at the true class given the predicted probabilities; rows are scaled to sum to 1.',
    },
    (input) => meanOf(logLossRows(input)),
  ),
  defineMetric(
    'probabilities',
    {
      name: 'log_loss_no_renorm',
      title: 'Log loss (rows as they are)',
      direction: 'lower-is-better',
      range: [0, null],
      precision: 5,
      description: 'The mean surprise, in nats, at the true class; rows are not scaled to sum to 1.',
    },
    (input) => meanOf(plainLogLossRows(input)),
  ),
]
