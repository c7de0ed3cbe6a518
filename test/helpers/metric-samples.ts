/** Random inputs for every family of metrics, with what the laws need to do to them. */
import { confusionOf } from '#scoring/metrics/confusion.ts'
import { contingencyOf } from '#scoring/metrics/contingency.ts'
import type { MetricInputs, MetricNeed } from '#scoring/metrics/metric-inputs.ts'
import type { SeededRandom } from './seeded-random.ts'

/** One prediction task in raw form, from which inputs are built. */
export interface Sample<N extends MetricNeed> {
  /** As it is. */
  input: MetricInputs[N]
  /** The same rows in another order. */
  shuffled: MetricInputs[N]
  /** Classes or clusters under other numbers; undefined where nothing is numbered. */
  relabelled?: MetricInputs[N]
  /** The same truth, predicted without a fault. */
  perfect: MetricInputs[N]
  /** The same truth, predicted as badly as can be thought of. */
  hopeless: MetricInputs[N]
}

export type Sampler<N extends MetricNeed> = (random: SeededRandom, classCount: number) => Sample<N>

/** Rows of a classification task in which every class occurs. */
function truthOf(random: SeededRandom, classCount: number): Uint32Array {
  const n = classCount * 4 + random.below(60)
  return Uint32Array.from({ length: n }, (_, i) => (i < classCount ? i : random.below(classCount)))
}

function permuted<T extends Uint32Array | Uint8Array | Float64Array>(values: T, order: readonly number[]): T {
  const copy = values.slice() as T
  order.forEach((from, to) => {
    copy[to] = values[from]
  })
  return copy
}

const labels: Sampler<'labels'> = (random, classCount) => {
  const truth = truthOf(random, classCount)
  const predicted = truth.map((label) => (random.next() < 0.6 ? label : random.below(classCount)))
  const order = random.permutation(truth.length)
  const names = random.permutation(classCount)
  return {
    input: confusionOf(truth, predicted, classCount),
    shuffled: confusionOf(permuted(truth, order), permuted(predicted, order), classCount),
    relabelled: confusionOf(
      truth.map((c) => names[c]),
      predicted.map((c) => names[c]),
      classCount,
    ),
    perfect: confusionOf(truth, truth, classCount),
    hopeless: confusionOf(
      truth,
      truth.map((c) => (c + 1) % classCount),
      classCount,
    ),
  }
}

function oneHot(truth: Uint32Array, classCount: number): Float64Array[] {
  return Array.from({ length: classCount }, (_, c) => Float64Array.from(truth, (t) => (t === c ? 1 : 0)))
}

const probabilities: Sampler<'probabilities'> = (random, classCount) => {
  const truth = truthOf(random, classCount)
  const columns = Array.from({ length: classCount }, () => new Float64Array(truth.length))
  truth.forEach((t, i) => {
    const weights = columns.map((_, c) => random.next() ** 2 + (c === t ? random.next() : 0) + 1e-6)
    const sum = weights.reduce((a, b) => a + b)
    weights.forEach((weight, c) => {
      columns[c][i] = weight / sum
    })
  })
  const order = random.permutation(truth.length)
  const names = random.permutation(classCount)
  // nothing for the true class, different probabilities for the others
  const total = (classCount * (classCount - 1)) / 2
  const wrong = columns.map((_, c) =>
    Float64Array.from(truth, (t) => ((c - t + classCount) % classCount) / total),
  )
  return {
    input: { columns, truth },
    shuffled: {
      columns: columns.map((column) => permuted(column, order)),
      truth: permuted(truth, order),
    },
    relabelled: {
      columns: columns.map((_, c) => columns[names.indexOf(c)]),
      truth: truth.map((c) => names[c]),
    },
    perfect: { columns: oneHot(truth, classCount), truth },
    hopeless: { columns: wrong, truth },
  }
}

/** The same inputs serve metrics of all pairs and of labelled ones. */
function pairs(random: SeededRandom): Sample<'pairs'> & Sample<'labelled-pairs'> {
  const isMatch = Uint8Array.from({ length: 30 + random.below(50) }, (_, i) =>
    i < 2 ? i : random.next() < 0.3 ? 1 : 0,
  )
  const totalMatches = isMatch.reduce((sum, match) => sum + match, 0)
  const scores = Float64Array.from(isMatch, (match) => Math.round((random.next() + 0.5 * match) * 20) / 20)
  const order = random.permutation(isMatch.length)
  const rest = { isMatch, totalMatches, threshold: 0.5 }
  return {
    input: { ...rest, scores },
    shuffled: { ...rest, isMatch: permuted(isMatch, order), scores: permuted(scores, order) },
    perfect: { ...rest, scores: Float64Array.from(isMatch) },
    hopeless: { ...rest, scores: Float64Array.from(isMatch, (match) => 1 - match) },
  }
}

const clusters: Sampler<'clusters'> = (random) => {
  const n = 20 + random.below(60)
  const truth = Uint32Array.from({ length: n }, () => random.below(8))
  const predicted = truth.map((cluster) => (random.next() < 0.7 ? cluster : random.below(10)))
  const order = random.permutation(n)
  const names = random.permutation(10)
  return {
    input: contingencyOf(truth, predicted),
    shuffled: contingencyOf(permuted(truth, order), permuted(predicted, order)),
    relabelled: contingencyOf(
      truth.map((c) => names[c]),
      predicted.map((c) => 9 - names[c]),
    ),
    perfect: contingencyOf(truth, truth),
    // one giant cluster but for a few items of the largest true one
    hopeless: contingencyOf(
      truth,
      truth.map((_, i) => i % 2),
    ),
  }
}

const ranked: Sampler<'ranked'> = (random) => {
  const queries = Array.from({ length: 3 + random.below(15) }, () => {
    const ideal = Array.from({ length: 1 + random.below(4) }, () => 1 + random.below(3)).sort((a, b) => b - a)
    const found = ideal.filter(() => random.next() < 0.7)
    const gains = [...found, ...new Array<number>(random.below(12)).fill(0)]
    return { ideal, gains: random.permutation(gains.length).map((i) => gains[i]) }
  })
  const listsOf = (gainsOf: (query: (typeof queries)[number]) => number[], from = queries) => {
    const starts = [0]
    const idealStarts = [0]
    for (const query of from) {
      starts.push(starts[starts.length - 1] + gainsOf(query).length)
      idealStarts.push(idealStarts[idealStarts.length - 1] + query.ideal.length)
    }
    return {
      starts: Uint32Array.from(starts),
      gains: Float64Array.from(from.flatMap(gainsOf)),
      idealStarts: Uint32Array.from(idealStarts),
      ideal: Float64Array.from(from.flatMap((query) => query.ideal)),
    }
  }
  return {
    input: listsOf((query) => query.gains),
    shuffled: listsOf(
      (query) => query.gains,
      random.permutation(queries.length).map((i) => queries[i]),
    ),
    perfect: listsOf((query) => query.ideal),
    hopeless: listsOf(() => [0, 0, 0]),
  }
}

export const SAMPLERS: { [N in MetricNeed]: Sampler<N> } = {
  labels,
  probabilities,
  pairs,
  'labelled-pairs': pairs,
  clusters,
  ranked,
}
