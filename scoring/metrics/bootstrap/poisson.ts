/** Poisson numbers: how often a resample draws each of many like rows. */
import type { RandomSource } from './random-source.ts'

/** From this mean on rejection is quicker than counting, and its constants are valid. */
const REJECTION_FROM = 10

/** A draw from the Poisson distribution of the given mean, at least 0. */
export function poisson(random: RandomSource, mean: number): number {
  if (mean <= 0) return 0
  return mean < REJECTION_FROM ? byCounting(random, mean) : byRejection(random, mean)
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
