/**
 * Where scores stand among the scores of the positives, without sorting more than the positives: the distinct
 * positive scores cut the number line into points and gaps, and each score falls into one of these intervals. ROC
 * and precision-recall figures need only the counts per interval.
 */

/** The distinct scores of the positives, ascending, and how many positives have each. */
export interface PositiveScores {
  scores: Float64Array
  counts: Float64Array
  total: number
}

/** Sorts `values`, the finite scores of all positives, in place and counts equal ones. 0 and -0 are one score. */
export function positiveScores(values: Float64Array): PositiveScores {
  for (let i = 0; i < values.length; i++) values[i] += 0
  values.sort()
  const scores = new Float64Array(values.length)
  const counts = new Float64Array(values.length)
  let distinct = 0
  for (let i = 0; i < values.length; i++) {
    if (i === 0 || values[i] !== values[i - 1]) scores[distinct++] = values[i]
    counts[distinct - 1]++
  }
  return { scores: scores.subarray(0, distinct), counts: counts.subarray(0, distinct), total: values.length }
}

/** Most entries of the bucket table: it should stay in the second-level cache. */
const MOST_BUCKETS = 1 << 16
/** From this many candidates in a bucket on, halving beats stepping. */
const STEP_AT_MOST = 8

/** A double's high 32 bits as an unsigned number that orders as the double does. */
function orderedHighWord(word: number): number {
  return (word & 0x80000000 ? ~word : word | 0x80000000) >>> 0
}

/** Distinct scores with a table from the high word of a double to the scores that share it or nearly do. */
interface Buckets {
  scores: Float64Array
  lowest: number
  shift: number
  /** `first[b]` is the number of scores in buckets before b. */
  first: Uint32Array
}

function bucketsOf(scores: Float64Array): Buckets {
  const words = new Uint32Array(scores.buffer, scores.byteOffset, scores.length * 2)
  const lowest = orderedHighWord(words[1])
  const highest = orderedHighWord(words[words.length - 1])
  const wanted = Math.min(MOST_BUCKETS, Math.max(16, scores.length * 8))
  let shift = 0
  while ((highest - lowest) / 2 ** shift >= wanted) shift++
  const bucketCount = Math.floor((highest - lowest) / 2 ** shift) + 1
  const first = new Uint32Array(bucketCount + 1)
  for (let j = 0; j < scores.length; j++) {
    first[((orderedHighWord(words[2 * j + 1]) - lowest) >>> shift) + 1]++
  }
  for (let b = 0; b < bucketCount; b++) first[b + 1] += first[b]
  return { scores, lowest, shift, first }
}

/** The number of scores below x, known to lie from `low` to `high`, by halving. */
function countBelow(scores: Float64Array, x: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (scores[middle] < x) low = middle + 1
    else high = middle
  }
  return low
}

/** Values that are placed at once: their intervals stay in the first-level cache. */
const BLOCK = 2048

/**
 * Places values among scores and shows `take` block after block of intervals, the first of which is that of
 * `values[from]`: 2 j + 1 where a value equals `distinct[j]`, 2 j where it lies below `distinct[j]` and above
 * `distinct[j - 1]`, and 2 m above all m of them. The intervals are overwritten by the next block.
 *
 * @param distinct at least one score, ascending, no two equal
 * @param values finite
 */
export function placeAmong(
  distinct: Float64Array,
  values: Float64Array,
  take: (intervals: Uint32Array, from: number) => void,
): void {
  const buckets = bucketsOf(distinct)
  const intervals = new Uint32Array(Math.min(BLOCK, values.length))
  for (let from = 0; from < values.length; from += BLOCK) {
    const block = values.subarray(from, from + BLOCK)
    placeBlock(buckets, block, intervals)
    take(block.length < intervals.length ? intervals.subarray(0, block.length) : intervals, from)
  }
}

function placeBlock({ scores, lowest, shift, first }: Buckets, values: Float64Array, intervals: Uint32Array) {
  const m = scores.length
  const bottom = scores[0]
  const top = scores[m - 1]
  // for scores of at least 0, as probabilities are, the high word orders as it stands
  const isPlain = bottom >= 0
  const base = isPlain ? (lowest & 0x7fffffff) >>> 0 : lowest
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  for (let i = 0; i < values.length; i++) {
    const x = values[i]
    if (x < bottom) intervals[i] = 0
    else if (x > top) intervals[i] = 2 * m
    else {
      // a negative zero has another high word than the zero it equals
      const word = x === 0 ? 0 : words[2 * i + 1]
      const bucket = ((isPlain ? word : orderedHighWord(word)) - base) >>> shift
      let below = first[bucket]
      const count = first[bucket + 1] - below
      // the score behind an empty bucket is above x, so one comparison does for both: no jump that is hard to predict
      if (count <= 1) below += Number(scores[below] < x)
      else if (count > STEP_AT_MOST) below = countBelow(scores, x, below, below + count)
      else while (scores[below] < x) below++
      intervals[i] = 2 * below + Number(scores[below] === x)
    }
  }
}

/** Counts at the distinct scores of the positives, from the highest down: all that ROC and PR figures need. */
export interface Thresholds {
  /** Distinct scores of positives, descending. */
  scores: Float64Array
  /** Positives with a score at or above each. */
  positives: Float64Array
  /** Negatives with a score at or above each. */
  negatives: Float64Array
  /** Negatives with a score strictly above each. */
  negativesAbove: Float64Array
  positiveTotal: number
  negativeTotal: number
}

/**
 * Cumulates counts per interval from the highest score down.
 *
 * @param positives the distinct scores of the positives
 * @param histogram how many values, positives included, are in each of the 2 m + 1 intervals
 */
export function thresholdsOf(positives: PositiveScores, histogram: ArrayLike<number>): Thresholds {
  const m = positives.scores.length
  const result = {
    scores: new Float64Array(m),
    positives: new Float64Array(m),
    negatives: new Float64Array(m),
    negativesAbove: new Float64Array(m),
  }
  let tp = 0
  let fp = histogram[2 * m]
  for (let d = 0; d < m; d++) {
    const j = m - 1 - d
    result.negativesAbove[d] = fp
    tp += positives.counts[j]
    fp += histogram[2 * j + 1] - positives.counts[j]
    result.scores[d] = positives.scores[j]
    result.positives[d] = tp
    result.negatives[d] = fp
    fp += histogram[2 * j]
  }
  return { ...result, positiveTotal: tp, negativeTotal: fp }
}
