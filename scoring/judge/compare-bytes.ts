/** Orders two texts by their UTF-8 bytes, which is by code point: negative, 0 or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}
