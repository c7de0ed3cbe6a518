import { meanOf } from './accurate-sum.ts'
import { defineMetric } from './define-metric.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { oncePerInput } from './once-per-input.ts'
import { EPSILON, rowFigures } from './row-figures.ts'

/** Every entry clipped to [EPSILON, 1 - EPSILON]. */
function clip(probability: number): number {
  return probability < EPSILON ? EPSILON : Math.min(probability, 1 - EPSILON)
}

/**
 * Loss of each row in nats: -ln of the clipped probability of its true class, after division by the sum of the row's
 * clipped entries.
 */
export const logLossRows = oncePerInput((input: ClassProbabilities): Float64Array => {
  const { own, clippedSums } = rowFigures(input)
  return own.map((probability, i) => -Math.log(clip(probability) / clippedSums[i]))
})

/** Loss of each row in nats without division by the row's sum. */
export const plainLogLossRows = oncePerInput(
  (input: ClassProbabilities): Float64Array =>
    rowFigures(input).own.map((probability) => -Math.log(clip(probability))),
)

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
