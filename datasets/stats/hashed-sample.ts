/** A number of a row that looks random and is the same everywhere: two rounds of multiply and shift. */
export function scatter(ordinal: number, seed = 0): number {
  let h = Math.imul(ordinal ^ (seed + 0x9e3779b9), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16), 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

/**
 * The bound below which {@link scatter} has to lie for a row to be in a sample of at most `limit` of `rows` rows: 2^32 as
 * often halved as it takes.
 */
export function sampleBound(rows: number, limit: number, seed = 0): number {
  if (rows <= limit) return 2 ** 32
  const zeros = new Uint32Array(33)
  for (let ordinal = 0; ordinal < rows; ordinal++) zeros[Math.clz32(scatter(ordinal, seed))]++
  let within = rows
  let halvings = 0
  while (within > limit) within -= zeros[halvings++]
  return 2 ** (32 - halvings)
}

/**
 * At most `limit` rows of a table of unknown length, every row with the same chance, in the order of the table. Which
 * rows depends on their positions only (so the sample is the same every time), and on nothing periodic in them.
 */
export class HashedSample<T> {
  /** What is kept, in the order in which it was offered. */
  items: { ordinal: number; value: T }[] = []
  readonly #limit: number
  #below: number
  #offered = 0

  /**
   * @param rows how many the table has, where that is known: then hardly a row is kept that would be dropped later. The
   *   sample is the same.
   */
  constructor(limit: number, rows = 0) {
    this.#limit = limit
    this.#below = sampleBound(rows, limit)
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
