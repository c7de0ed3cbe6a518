import { AccurateSum } from './accurate-sum.ts'
import { defineMetric } from './define-metric.ts'
import type { ClassProbabilities } from './metric-inputs.ts'
import { rowFigures } from './row-figures.ts'

/** Rows by confidence in equal bins: how many, how many of them right, and the sum of their confidences. */
export interface ReliabilityBins {
  rows: Float64Array
  correct: Float64Array
  confidence: Float64Array
}

/** Which border belongs to a bin. */
export type BinClosing = 'right' | 'left'

/**
 * The bin of a confidence among `count` equal ones. Right-closed bins are (b / count, (b + 1) / count], with 0 in the
 * first; left-closed ones [b / count, (b + 1) / count), with 1 in the last.
 */
export function binOf(confidence: number, count: number, closed: BinClosing): number {
  const place = confidence * count
  const bin = closed === 'right' ? Math.ceil(place) - 1 : Math.floor(place)
  return bin < 0 ? 0 : bin >= count ? count - 1 : bin
}

/** Sorts rows into `count` equal bins by the probability of their most probable class. */
export function reliabilityBins(
  input: ClassProbabilities,
  count: number,
  closed: BinClosing,
): ReliabilityBins {
  const { position, confidence } = rowFigures(input)
  const rows = new Float64Array(count)
  const correct = new Float64Array(count)
  const sums = Array.from({ length: count }, () => new AccurateSum())
  for (let i = 0; i < confidence.length; i++) {
    const b = binOf(confidence[i], count, closed)
    rows[b]++
    if (position[i] === input.truth[i]) correct[b]++
    sums[b].add(confidence[i])
  }
  return { rows, correct, confidence: Float64Array.from(sums, (sum) => sum.total) }
}

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): the sum over bins of
 * |rows predicted right - sum of confidences| / all rows.
 */
export function calibrationError(bins: ReliabilityBins): number {
  const gaps = new AccurateSum()
  let n = 0
  for (let b = 0; b < bins.rows.length; b++) {
    gaps.add(Math.abs(bins.correct[b] - bins.confidence[b]))
    n += bins.rows[b]
  }
  return gaps.total / n
}

/** How the calibration errors of the catalogue sort rows, by the metric's name; undefined for other metrics. */
export function calibrationBins(name: string): { count: number; closed: BinClosing } | undefined {
  if (name === 'ece_15') return { count: 15, closed: 'right' }
  return name === 'ece_15_left_closed' ? { count: 15, closed: 'left' } : undefined
}

/** `ece_15` with bins closed on the right, `ece_15_left_closed` with bins closed on the left. */
export const calibrationErrors = [
  defineMetric(
    'probabilities',
    {
      name: 'ece_15',
      title: 'Calibration error',
      direction: 'lower-is-better',
      description: 'How far confidence is from accuracy, averaged over 15 equal bins of confidence.',
    },
    (input) => calibrationError(reliabilityBins(input, 15, 'right')),
  ),
  defineMetric(
    'probabilities',
    {
      name: 'ece_15_left_closed',
      title: 'Calibration error (bins closed on the left)',
      direction: 'lower-is-better',
      description:
        'As the calibration error, with a confidence on the border of two bins counted in the upper one.',
    },
    (input) => calibrationError(reliabilityBins(input, 15, 'left')),
  ),
]
