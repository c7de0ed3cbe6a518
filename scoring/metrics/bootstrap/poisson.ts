/** Poisson numbers: how often a resample draws each of many like rows. */
import type { RandomSource } from './random-source.ts'

/** From this mean on rejection is quicker than counting, and its constants are valid. */
const REJECTION_FROM = 10

/** A draw from the Poisson distribution of the given mean, at least 0. */
export function poisson(random: RandomSource, mean: number): number {
  if (mean <= 0) return 0
  return mean < REJECTION_FROM ? byCounting(random, mean) : byRejection(random, mean)
}

/** Whole means up to this get a table; others are drawn by `poisson`. */
const TABLED_TO = 200

/**
 * A function that draws a Poisson number for each of many means at once, into one array that it reuses. Equal small
 * whole means (counts of rows are such) share a table from which a draw takes one random number.
 */
export function poissonResampler(means: Float64Array): (random: RandomSource) => Float64Array {
  const tables = new Map<number, AliasTable>()
  const tableOf = Array.from(means, (mean) => {
    if (!Number.isInteger(mean) || mean < 1 || mean > TABLED_TO) return null
    const known = tables.get(mean)
    if (known) return known
    const made = aliasTable(chances(mean))
    tables.set(mean, made)
    return made
  })
  const drawn = new Float64Array(means.length)
  return (random) => {
    for (let j = 0; j < drawn.length; j++) {
      const table = tableOf[j]
      drawn[j] = table === null ? poisson(random, means[j]) : drawFrom(table, random.uniform())
    }
    return drawn
  }
}

/** The chances of 0, 1, 2, … up to where they fall below 1e-17. */
function chances(mean: number): Float64Array {
  const found: number[] = []
  for (let k = 0; ; k++) {
    const chance = Math.exp(k * Math.log(mean) - mean - logFactorial(k))
    if (k > mean && chance < 1e-17) return Float64Array.from(found)
    found.push(chance)
  }
}

/** Walker's alias method: column i stands for i with chance `own[i]`, else for `other[i]`. */
interface AliasTable {
  own: Float64Array
  other: Uint32Array
}

function aliasTable(chance: Float64Array): AliasTable {
  const size = chance.length
  const total = chance.reduce((a, b) => a + b)
  const own = chance.map((p) => (p / total) * size)
  const other = Uint32Array.from({ length: size }, (_, i) => i)
  const small: number[] = []
  const large: number[] = []
  own.forEach((share, i) => {
    if (share < 1) small.push(i)
    else large.push(i)
  })
  while (small.length > 0 && large.length > 0) {
    const lower = small.pop() as number
    const higher = large[large.length - 1]
    other[lower] = higher
    own[higher] -= 1 - own[lower]
    if (own[higher] < 1) small.push(large.pop() as number)
  }
  // what is left over is full but for rounding
  for (const i of [...small, ...large]) own[i] = 1
  return { own, other }
}

/** Uses the whole part of a random number for the column and the rest for the choice in it. */
function drawFrom({ own, other }: AliasTable, uniform: number): number {
  const place = uniform * own.length
  const column = Math.floor(place)
  return place - column < own[column] ? column : other[column]
}

/** Multiplies uniforms until their product falls below e^-mean (Knuth, volume 2, 3.4.1). */
function byCounting(random: RandomSource, mean: number): number {
  const floor = Math.exp(-mean)
  let product = random.uniform()
  let count = 0
  while (product > floor) {
    product *= random.uniform()
    count++
  }
  return count
}

/** Transformed rejection with squeeze, algorithm PTRS of Hörmann (Insurance: Mathematics and Economics 12, 1993). */
function byRejection(random: RandomSource, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  const logMean = Math.log(mean)
  for (;;) {
    const u = random.uniform() - 0.5
    const v = random.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMean - mean - logFactorial(k)) return k
  }
}

const SMALL_LOG_FACTORIALS = [0]
for (let k = 1; k < 16; k++) SMALL_LOG_FACTORIALS.push(SMALL_LOG_FACTORIALS[k - 1] + Math.log(k))

/** ln k!, by Stirling's series from 16 on (error below 1e-9). */
function logFactorial(k: number): number {
  if (k < 16) return SMALL_LOG_FACTORIALS[k]
  return (
    (k + 0.5) * Math.log(k) -
    k +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * k) -
    1 / (360 * k ** 3) +
    1 / (1260 * k ** 5)
  )
}
