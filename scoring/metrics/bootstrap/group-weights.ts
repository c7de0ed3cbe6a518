/** How often each of 600 resamples draws each of at most 128 groups: Poisson numbers of mean 1, the same for every figure. */
import { RandomSource } from './random-source.ts'

/** Groups that an interval rests on at most; the spread found from 128 is within some 6 % of that from all rows. */
export const MOST_GROUPS = 128
/** Resamples of an interval of grouped sums. */
export const RESAMPLES = 600

const SEED = 20_260_301
const GROUPING_SEED = 7
/** A draw takes 8 bits: of 256 chances these many are for 0, 1, 2, …; mean and variance are 1.004. */
const CHANCES = [94, 94, 47, 16, 4, 1]

let made: Uint8Array | undefined

/** Resample after resample the weights of all groups; made once, for 75 KiB. */
function weights(): Uint8Array {
  made ??= drawWeights()
  return made
}

function drawWeights(): Uint8Array {
  const countOf = Uint8Array.from(CHANCES.flatMap((chances, k) => new Array<number>(chances).fill(k)))
  const words = new Int32Array((RESAMPLES * MOST_GROUPS) / 4)
  new RandomSource(SEED).fill(words)
  const drawn = new Uint8Array(words.buffer)
  for (let j = 0; j < drawn.length; j++) drawn[j] = countOf[drawn[j]]
  return drawn
}

/** The sum of `values[from..to)`, one value per group, each as often as the resample draws its group. */
export function weightedSum(resample: number, values: Float64Array, from = 0, to = values.length): number {
  const drawn = weights()
  const row = resample * MOST_GROUPS
  let sum = 0
  for (let g = from; g < to; g++) sum += drawn[row + g] * values[g]
  return sum
}

/** Deals `units` into at most `most` groups at random; a group each where there are no more units than that. */
export function dealGroups(units: number, most = MOST_GROUPS): { groups: number; groupOf: Uint16Array } {
  const groupOf = new Uint16Array(units)
  const random = new RandomSource(GROUPING_SEED)
  for (let i = 0; i < units; i++) groupOf[i] = units <= most ? i : Math.floor(random.uniform() * most)
  return { groups: Math.min(units, most), groupOf }
}

/** The sums of a statistic's values by group. */
export function sumsByGroup(values: ArrayLike<number>, groupOf: Uint16Array, groups: number): Float64Array {
  const sums = new Float64Array(groups)
  for (let i = 0; i < groupOf.length; i++) sums[groupOf[i]] += values[i]
  return sums
}
