/** A number of a row that looks random and is the same everywhere: two rounds of multiply and shift. */
export function scatter(ordinal: number, seed = 0): number {
  let h = Math.imul(ordinal ^ (seed + 0x9e3779b9), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16), 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

/**
 * At most `limit` rows of a table of unknown length, every row with the same chance, in the order of the table. Which
 * rows depends on their positions only (so the sample is the same every time), and on nothing periodic in them.
 */
export class HashedSample<T> {
  /** What is kept, in the order in which it was offered. */
  items: { ordinal: number; value: T }[] = []
  readonly #limit: number
  #below = 2 ** 32
  #offered = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @param make called only for a row that is kept, at least for now */
  offer(ordinal: number, make: () => T): void {
    if (this.wants(ordinal)) this.keep(ordinal, make())
  }

  /** Says whether this row, which comes next, belongs to the sample; then it has to be {@link keep kept}. */
  wants(ordinal: number): boolean {
    this.#offered++
    return scatter(ordinal) < this.#below
  }

  /** Keeps a row that is wanted. */
  keep(ordinal: number, value: T): void {
    this.items.push({ ordinal, value })
    while (this.items.length > this.#limit) {
      this.#below /= 2
      this.items = this.items.filter((item) => scatter(item.ordinal) < this.#below)
    }
  }

  /** Whether rows were left out. */
  get partial(): boolean {
    return this.items.length < this.#offered
  }
}
