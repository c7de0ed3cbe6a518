/** A value and how often it occurred. */
export interface ValueCount {
  value: string
  count: number
}

/** By count, largest first; equal counts by code point, so that the order never depends on the order of rows. */
export function byCount(a: ValueCount, b: ValueCount): number {
  return b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)
}
