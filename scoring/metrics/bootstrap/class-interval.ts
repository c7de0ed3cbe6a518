import type { ClassProbabilities } from '../metric-inputs.ts'
import { averagePrecisionInfluence, pairAreaInfluence, restAreaInfluence } from './class-influence.ts'
import { type ClassSample, sampleByClass } from './class-sample.ts'
import type { Interval } from './percentile-interval.ts'
import { sumsInterval } from './sums-interval.ts'

/** From more classes on the interval would cost more than the metric. */
const MOST_CLASSES = 1000

type Influence = (input: ClassProbabilities, sample: ClassSample) => Float64Array

const equal = (parts: number, classes: number) => new Float64Array(classes).fill(1 / parts)
const presentClasses = ({ support }: ClassSample) => support.filter((count) => count > 0).length

const INFLUENCES: Readonly<Record<string, Influence>> = {
  roc_auc_ovr_macro: (input, sample) =>
    restAreaInfluence(input, sample, equal(sample.support.length, sample.support.length), false),
  roc_auc_ovr_macro_present: (input, sample) =>
    restAreaInfluence(input, sample, equal(presentClasses(sample), sample.support.length), false),
  roc_auc_ovr_weighted: (input, sample) =>
    restAreaInfluence(
      input,
      sample,
      sample.support.map((count) => count / input.truth.length),
      true,
    ),
  roc_auc_ovo_macro: (input, sample) => pairAreaInfluence(input, sample, false),
  roc_auc_ovo_weighted: (input, sample) => pairAreaInfluence(input, sample, true),
  average_precision_macro: (input, sample) => averagePrecisionInfluence(input, sample, sample.support.length),
  average_precision_macro_present: (input, sample) =>
    averagePrecisionInfluence(input, sample, presentClasses(sample)),
}

/** Whether `classInterval` knows a metric. */
export function isClassMean(name: string): boolean {
  return Object.hasOwn(INFLUENCES, name)
}

/**
 * The 95 % interval of a mean over classes of ROC areas or average precisions: a Poisson bootstrap over rows of its linear
 * part (the infinitesimal bootstrap; Efron, The Jackknife, the Bootstrap and Other Resampling Plans, 1982), which ranks
 * the rows once for all resamples. It is taken on the log-odds scale, so that it stays within 0 and 1. Large inputs are
 * sampled by class and the spread of each class's rows scaled back. Null above 1,000 classes.
 *
 * @param value of the metric on this input
 */
export function classInterval(name: string, input: ClassProbabilities, value: number): Interval | null {
  if (!isClassMean(name) || input.columns.length > MOST_CLASSES || input.truth.length === 0) return null
  const sample = sampleByClass(input)
  const influence = INFLUENCES[name](input, sample)
  let whole = 0
  for (let c = 0; c < sample.support.length; c++) {
    // the sum over `stride` times as many rows is spread √stride times as far as that of stride times these rows
    const scale = Math.sqrt(sample.stride[c])
    for (let i = sample.starts[c]; i < sample.starts[c + 1]; i++) {
      influence[i] *= scale
      whole += influence[i]
    }
  }
  const interval = sumsInterval([influence], ([sum]) => sum - whole)
  if (interval === null) return null
  return { ...interval, low: shifted(value, interval.low), high: shifted(value, interval.high) }
}

/** A share moved on the log-odds scale by what is `step` near it. */
function shifted(share: number, step: number): number {
  if (share <= 0 || share >= 1) return share
  const odds = (share / (1 - share)) * Math.exp(step / (share * (1 - share)))
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds)
}
