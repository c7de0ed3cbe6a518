import { DistinctEstimate } from './distinct-estimate.ts'
import { KeyOrdinals } from './key-ordinals.ts'
import { byCount, type ValueCount } from './value-count.ts'

const MAX_CHARACTERS = 2_000_000
/** Of the rows that are being counted. */
let ordinals = new Int32Array(0)

/** A run of cells that are to be counted. */
export interface CountedCells {
  rowCount: number
  nulls: Uint8Array
  /** As `cellHashes` gives them. */
  hashes: Uint32Array
  /** The value of a cell, asked once for each value. */
  textOf: (row: number) => string
  /** The class of each row, -1 for none; absent when there are no classes. */
  classes?: Int32Array
}

/** A value with its counts in each class. */
export interface ClassedCount extends ValueCount {
  byClass: number[]
}

/** How values are counted. */
export interface ValueCountsOptions {
  /** Different values that are counted exactly; those of texts only as long as they have 2 million characters together. */
  limit: number
  /** Values themselves are wanted and are counted on beyond the limit; otherwise only how many differ is. */
  named: boolean
  /** Values are counted for each of so many classes as well. */
  classes?: number
}

/**
 * Counts the different values of a column by the hashes of its cells: exactly up to a limit. Beyond it, it counts on those
 * that it knows, if they are wanted, and estimates how many there are (see `DistinctEstimate`).
 */
export class ValueCounts {
  exact = true
  readonly #limit: number
  readonly #named: boolean
  /** Counters of a value: without a class, then one for each class. */
  readonly #width: number
  readonly #known = new KeyOrdinals()
  #size = 0
  #values: string[] = []
  #characters = 0
  #counts = new Uint32Array(0)
  #estimate: DistinctEstimate | undefined

  constructor({ limit, named, classes = 0 }: ValueCountsOptions) {
    this.#limit = limit
    this.#named = named
    this.#width = classes + 1
  }

  /** Counts all cells that are not null. */
  add(cells: CountedCells): void {
    const from = this.exact ? this.#countExactly(cells) : 0
    if (this.#estimate) this.#estimateRest(this.#estimate, cells, from)
    if (this.#named && from < cells.rowCount) this.#countKnown(cells, from)
  }

  /** Counts rows until there are too many values, and says at which row. */
  #countExactly(cells: CountedCells): number {
    const { rowCount, nulls, hashes } = cells
    if (ordinals.length < rowCount) ordinals = new Int32Array(rowCount)
    let row = 0
    for (;;) {
      row = this.#known.find(hashes, nulls, ordinals, row)
      if (row === rowCount || !this.#learn(cells, row)) break
    }
    if (this.#named) this.#count(ordinals, row, cells.classes)
    return row
  }

  #count(entries: Int32Array, rows: number, classes: Int32Array | undefined): void {
    const [counts, width] = [this.#counts, this.#width]
    for (let row = 0; row < rows; row++) {
      const entry = entries[row]
      if (entry >= 0) counts[entry * width + (classes ? classes[row] + 1 : 0)]++
    }
  }

  /** Makes a new value known, if there is room for it. */
  #learn({ hashes, textOf }: CountedCells, row: number): boolean {
    const text = this.#named ? textOf(row) : ''
    this.#characters += text.length
    if (this.#size === this.#limit || this.#characters > MAX_CHARACTERS) {
      this.#overflow()
      return false
    }
    this.#known.set(hashes[2 * row + 1], hashes[2 * row], this.#size++)
    if (this.#named) this.#values.push(text)
    if (this.#named && this.#size * this.#width > this.#counts.length) {
      const grown = new Uint32Array(2 * this.#size * this.#width)
      grown.set(this.#counts)
      this.#counts = grown
    }
    return true
  }

  #overflow(): void {
    this.exact = false
    const estimate = new DistinctEstimate()
    this.#known.forEach((high, low) => {
      estimate.add(high, low)
    })
    this.#estimate = estimate
  }

  #estimateRest(estimate: DistinctEstimate, { rowCount, nulls, hashes }: CountedCells, from: number): void {
    for (let row = from; row < rowCount; row++)
      if (!nulls[row]) estimate.add(hashes[2 * row + 1], hashes[2 * row])
  }

  #countKnown({ rowCount, nulls, hashes, classes }: CountedCells, from: number): void {
    for (let row = from; row < rowCount; row++) {
      const entry = nulls[row] ? -1 : this.#known.get(hashes[2 * row + 1], hashes[2 * row])
      if (entry >= 0) this.#counts[entry * this.#width + (classes ? classes[row] + 1 : 0)]++
    }
  }

  /** How many different values there were: exactly, or within a few per cent. */
  distinct(): number {
    return this.#estimate?.count() ?? this.#size
  }

  /** The most frequent values that are known, where values are wanted. */
  top(limit: number): ClassedCount[] {
    const all = this.#values.map((value, entry) => {
      const [none, ...byClass] = this.#counts.subarray(entry * this.#width, (entry + 1) * this.#width)
      return { value, byClass, count: byClass.reduce((sum, count) => sum + count, none) }
    })
    return all.sort(byCount).slice(0, limit)
  }
}
