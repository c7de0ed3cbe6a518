/**
 * How much a mean over classes of ROC areas or average precisions would rise if a row were there once more: the rows'
 * influence. For ROC areas these are the placement values of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988).
 */
import { halfWinsOf } from '../class-rankings.ts'
import type { ClassProbabilities } from '../metric-inputs.ts'
import { type PositiveScores, placeAmong, positiveScores } from '../score-intervals.ts'
import type { ClassSample } from './class-sample.ts'

/** The rows of the sample placed among the scores of one class, by the probability of that class. */
interface Placed {
  class: number
  positives: PositiveScores
  /** The interval of each row of the sample (score-intervals.ts). */
  intervals: Uint32Array
}

/** Places the rows class by class; classes without rows are left out. */
function* placedByClass({ columns }: ClassProbabilities, { rows, starts }: ClassSample): Generator<Placed> {
  const values = new Float64Array(rows.length)
  const intervals = new Uint32Array(rows.length)
  for (let c = 0; c < columns.length; c++) {
    if (starts[c] === starts[c + 1]) continue
    for (let i = 0; i < rows.length; i++) values[i] = columns[c][rows[i]]
    const positives = positiveScores(values.slice(starts[c], starts[c + 1]))
    placeAmong(positives.scores, values, (block, from) => intervals.set(block, from))
    yield { class: c, positives, intervals }
  }
}

/** The rows of other classes in each interval, those of class t counted `weightOf[t]` each. */
function othersByInterval(placed: Placed, { starts }: ClassSample, weightOf: Float64Array): Float64Array {
  const others = new Float64Array(2 * placed.positives.scores.length + 1)
  for (let t = 0; t < weightOf.length; t++) {
    if (t === placed.class) continue
    for (let i = starts[t]; i < starts[t + 1]; i++) others[placed.intervals[i]] += weightOf[t]
  }
  return others
}

/** For a positive in an odd interval: the others below it, and half of those it ties with. */
function othersBelow(others: Float64Array): Float64Array {
  const below = new Float64Array(others.length)
  let sum = 0
  for (let x = 0; x < others.length; x++) {
    below[x] = sum + others[x] / 2
    sum += others[x]
  }
  return below
}

/** Mean over classes of one-against-the-rest ROC areas; `weights` are those of the classes. */
export function restAreaInfluence(
  input: ClassProbabilities,
  sample: ClassSample,
  weights: Float64Array,
  weighsRows: boolean,
): Float64Array {
  const { rows, starts, support, stride } = sample
  const influence = new Float64Array(rows.length)
  const n = input.truth.length
  const areas = new Float64Array(support.length)
  for (const placed of placedByClass(input, sample)) {
    const { class: c, positives, intervals } = placed
    const rest = n - support[c]
    if (rest === 0) continue
    const below = othersBelow(othersByInterval(placed, sample, stride))
    const halfWins = halfWinsOf(positives)
    for (let i = starts[c]; i < starts[c + 1]; i++) areas[c] += below[intervals[i]] / rest / positives.total
    for (let i = 0; i < rows.length; i++) {
      const isOwn = i >= starts[c] && i < starts[c + 1]
      influence[i] += isOwn
        ? (weights[c] * (below[intervals[i]] / rest - areas[c])) / support[c]
        : (weights[c] * (halfWins[intervals[i]] / 2 / positives.total - areas[c])) / rest
    }
  }
  if (weighsRows) addWeightInfluence(influence, sample, areas, n)
  return influence
}

/** A row more of a class gives the class more weight in a mean over rows of the figures of their classes. */
function addWeightInfluence(
  influence: Float64Array,
  { starts, support }: ClassSample,
  figures: Float64Array,
  n: number,
): void {
  const mean = figures.reduce((sum, value, c) => sum + (value * support[c]) / n, 0)
  for (let c = 0; c < support.length; c++) {
    for (let i = starts[c]; i < starts[c + 1]; i++) influence[i] += (figures[c] - mean) / n
  }
}

/** Mean over pairs of classes of one-against-one ROC areas, plain or weighted by their rows. */
export function pairAreaInfluence(
  input: ClassProbabilities,
  sample: ClassSample,
  weighsRows: boolean,
): Float64Array {
  const { rows, starts, support, stride } = sample
  const n = input.truth.length
  const influence = new Float64Array(rows.length)
  const present = support.filter((count) => count > 0).length
  // for each class the sum over others of the areas of both directions, over all that are counted with it
  const sums = new Float64Array(support.length)
  for (const placed of placedByClass(input, sample)) {
    const { class: a, positives, intervals } = placed
    const share = support.map((count) =>
      weighsRows ? (support[a] + count) / (2 * n * (present - 1)) : 1 / (present * (present - 1)),
    )
    const perRow = share.map((part, t) => (support[t] > 0 ? (part * stride[t]) / support[t] : 0))
    const below = othersBelow(othersByInterval(placed, sample, perRow))
    const halfWins = halfWinsOf(positives)
    for (let i = starts[a]; i < starts[a + 1]; i++) influence[i] += below[intervals[i]] / support[a]
    for (let t = 0; t < support.length; t++) {
      if (t === a || support[t] === 0) continue
      let area = 0
      for (let i = starts[t]; i < starts[t + 1]; i++) {
        const won = halfWins[intervals[i]] / 2 / positives.total
        influence[i] += (share[t] * won) / support[t]
        area += won
      }
      area /= starts[t + 1] - starts[t]
      sums[a] += area / (2 * (present - 1))
      sums[t] += area / (2 * (present - 1))
    }
  }
  centreByClass(influence, starts)
  if (weighsRows) addWeightInfluence(influence, sample, sums, n)
  return influence
}

/** An area of two classes does not depend on how many rows they have. */
function centreByClass(influence: Float64Array, starts: Uint32Array): void {
  for (let c = 0; c + 1 < starts.length; c++) {
    const own = influence.subarray(starts[c], starts[c + 1])
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length
    for (let i = 0; i < own.length; i++) own[i] -= mean
  }
}

/** Mean over `classes` classes of average precision, of which those without rows add nothing. */
export function averagePrecisionInfluence(
  input: ClassProbabilities,
  sample: ClassSample,
  classes: number,
): Float64Array {
  const { rows, starts, support, stride } = sample
  const influence = new Float64Array(rows.length)
  for (const placed of placedByClass(input, sample)) {
    const { class: c, intervals } = placed
    const { own, other } = precisionEffects(
      placed.positives,
      stride[c],
      othersByInterval(placed, sample, stride),
    )
    for (let i = 0; i < rows.length; i++) {
      const isOwn = i >= starts[c] && i < starts[c + 1]
      influence[i] += (isOwn ? own : other)[intervals[i]] / support[c] / classes
    }
  }
  return influence
}

/** By interval: what one more positive, or one more of the others, adds to average precision, times all positives. */
function precisionEffects(
  { scores, counts, total }: PositiveScores,
  stride: number,
  others: Float64Array,
): { own: Float64Array; other: Float64Array } {
  const m = scores.length
  const found = new Float64Array(m)
  const all = new Float64Array(m)
  let average = 0
  let fp = others[2 * m]
  for (let j = m - 1, tp = 0; j >= 0; j--) {
    tp += counts[j] * stride
    fp += others[2 * j + 1]
    found[j] = tp
    all[j] = tp + fp
    average += (counts[j] / total) * (tp / all[j])
    fp += others[2 * j]
  }
  const own = new Float64Array(others.length)
  const other = new Float64Array(others.length)
  let gain = 0
  let loss = 0
  for (let j = 0; j < m; j++) {
    const positives = counts[j] * stride
    other[2 * j] = -loss
    gain += (positives * (all[j] - found[j])) / all[j] ** 2
    loss += (positives * found[j]) / all[j] ** 2
    own[2 * j + 1] = found[j] / all[j] - average + gain
    other[2 * j + 1] = -loss
  }
  other[2 * m] = -loss
  return { own, other }
}
