/** Two-byte floats. */

/** IEEE 754 binary16, little-endian. */
export function halfAt(bytes: Uint8Array, at: number): number {
  const bits = bytes[at] | (bytes[at + 1] << 8)
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}
