/** A value and how often it occurred. */
export interface ValueCount {
  value: string
  count: number
}

/** By count, largest first; equal counts by code point, so that the order never depends on the order of rows. */
export function byCount(a: ValueCount, b: ValueCount): number {
  return b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)
}

/**
 * Counts values exactly while there are at most `limit` different ones of at most `maxCharacters` together. Beyond
 * that it keeps counting those it knows and no longer learns new ones; `exact` then says false.
 */
export class BoundedCounts {
  readonly #counts = new Map<string, number>()
  readonly #limit: number
  #charactersLeft: number
  exact = true

  constructor(limit: number, maxCharacters = 2_000_000) {
    this.#limit = limit
    this.#charactersLeft = maxCharacters
  }

  add(value: string, count = 1): void {
    const known = this.#counts.get(value)
    if (known !== undefined) this.#counts.set(value, known + count)
    else if (this.#counts.size < this.#limit && value.length <= this.#charactersLeft) {
      this.#counts.set(value, count)
      this.#charactersLeft -= value.length
    } else this.exact = false
  }

  get size(): number {
    return this.#counts.size
  }

  entries(): IterableIterator<[string, number]> {
    return this.#counts.entries()
  }

  /** The most frequent values. */
  top(limit: number): ValueCount[] {
    const list = [...this.#counts].map(([value, count]) => ({ value, count }))
    return list.sort(byCount).slice(0, limit)
  }
}
