/** 10^-292 to 10^324: every power that scales a double to a whole number of 16 or 17 digits. */
const [LEAST, MOST] = [-292, 324]
/** Position of 10^0 in {@link powersOfTen}. */
export const POWER_ZERO = -LEAST

/**
 * Powers of ten as 128 bits beginning with a 1, rounded up, each as its upper and its lower 64 bits. The power of two that
 * they lack is floor(log2 10^k) - 127.
 */
export function powersOfTen(): BigUint64Array {
  const parts: bigint[] = []
  for (let k = LEAST; k <= MOST; k++) {
    const power = k < 0 ? inverse(10n ** BigInt(-k)) : leading(10n ** BigInt(k))
    parts.push(power >> 64n, BigInt.asUintN(64, power))
  }
  return BigUint64Array.from(parts)
}

const bits = (value: bigint) => BigInt(value.toString(2).length)
const dividedUp = (a: bigint, b: bigint) => (a + b - 1n) / b

function leading(value: bigint): bigint {
  const surplus = bits(value) - 128n
  return surplus > 0n ? dividedUp(value, 1n << surplus) : value << -surplus
}

/** No power of ten but 1 is a power of two, so 1 / value lies strictly between two powers of two. */
function inverse(value: bigint): bigint {
  return dividedUp(1n << (127n + bits(value)), value)
}
