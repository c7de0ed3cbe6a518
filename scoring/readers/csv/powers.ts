/** Powers of ten as unevaluated sums of two doubles: 10^e = HIGH[e] + LOW[e], to a relative 2^-105. */

/** Beyond, products could leave the doubles' normal range. */
export const MOST_EXPONENT = 270

export interface Powers {
  /** At index e + MOST_EXPONENT. */
  high: Float64Array
  low: Float64Array
}

let made: Powers | undefined

/** Made at the first need: most files have none. */
export function powersOfTen(): Powers {
  if (made) return made
  const high = new Float64Array(2 * MOST_EXPONENT + 1)
  const low = new Float64Array(2 * MOST_EXPONENT + 1)
  let power = 1n
  for (let e = 0; e <= MOST_EXPONENT; e++) {
    const nearest = Number(power)
    high[MOST_EXPONENT + e] = nearest
    low[MOST_EXPONENT + e] = Number(power - BigInt(nearest))
    // 10^-e = 2^-1010 * (2^1010 / 10^e), and the bracket has 113 bits and more
    const inverse = (1n << 1010n) / power
    const part = Number(inverse)
    high[MOST_EXPONENT - e] = part * 2 ** -505 * 2 ** -505
    low[MOST_EXPONENT - e] = Number(inverse - BigInt(part)) * 2 ** -505 * 2 ** -505
    power *= 10n
  }
  made = { high, low }
  return made
}
