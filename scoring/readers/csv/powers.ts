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

/** Where machine code that reads numbers has its tables. */
export const POWERS = {
  /** Doubles 10^0 to 10^22. */
  exactPowers: 64,
  /** Integers 10^0 to 10^8. */
  wholePowers: 256,
  /** 10^-270 to 10^270, nearest doubles, then what they lack. */
  highPowers: 512,
  lowPowers: 512 + 8 * (2 * MOST_EXPONENT + 1),
} as const
/** The first byte of memory behind the tables. */
export const POWERS_END = POWERS.lowPowers + 8 * (2 * MOST_EXPONENT + 1)

/** Puts these tables into memory. */
export function writePowers(buffer: ArrayBuffer): void {
  const { high, low } = powersOfTen()
  new Float64Array(buffer, POWERS.exactPowers, 23).set(high.subarray(MOST_EXPONENT, MOST_EXPONENT + 23))
  new BigInt64Array(buffer, POWERS.wholePowers, 9).set(Array.from({ length: 9 }, (_, k) => 10n ** BigInt(k)))
  new Float64Array(buffer, POWERS.highPowers, high.length).set(high)
  new Float64Array(buffer, POWERS.lowPowers, low.length).set(low)
}
