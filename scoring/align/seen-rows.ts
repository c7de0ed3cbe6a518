import type { TableBatch } from '#core/table.ts'
import { ABSENT } from './ordinals.ts'

/**
 * Which rows of the truth a file has spoken of, and where. What is asked for every row (was this one seen?) is one bit
 * per row of the truth, near at hand for the processor; what is asked for a message (on which line?) is written down in
 * the file's order and searched.
 */
export class SeenRows {
  #bits: Uint32Array
  #ordinals: Uint32Array
  #lines: Uint32Array
  #count = 0

  /**
   * @param size rows of the truth
   * @param expected rows of the truth that the file will probably speak of
   */
  constructor(size: number, expected: number) {
    this.#bits = new Uint32Array(Math.ceil(size / 32))
    this.#ordinals = new Uint32Array(expected)
    this.#lines = new Uint32Array(expected)
  }

  /** Different rows of the truth so far. */
  get count(): number {
    return this.#count
  }

  /** The rows of the truth in the order in which the file first speaks of them; a view. */
  get ordinals(): Uint32Array {
    return this.#ordinals.subarray(0, this.#count)
  }

  has(ordinal: number): boolean {
    return (this.#bits[ordinal >>> 5] & (1 << (ordinal & 31))) !== 0
  }

  /** The line that first spoke of a row which was seen. */
  lineOf(ordinal: number): number {
    return this.#lines[this.ordinals.indexOf(ordinal)]
  }

  /** Notes a batch's rows; calls `repeated` for each one that was seen before, `absent` for each one without ordinal. */
  note(
    batch: TableBatch,
    ordinals: Uint32Array,
    repeated: (row: number) => void,
    absent: (row: number) => void,
  ): void {
    const { rowCount } = batch
    this.#reserve(rowCount)
    const bits = this.#bits
    const seen = this.#ordinals
    const lines = this.#lines
    let count = this.#count
    for (let row = 0; row < rowCount; row++) {
      const ordinal = ordinals[row]
      if (ordinal === ABSENT) {
        absent(row)
        continue
      }
      const word = bits[ordinal >>> 5]
      const bit = 1 << (ordinal & 31)
      if ((word & bit) !== 0) {
        this.#count = count
        repeated(row)
        continue
      }
      bits[ordinal >>> 5] = word | bit
      seen[count] = ordinal
      lines[count++] = batch.lineOf(row)
    }
    this.#count = count
  }

  #reserve(more: number): void {
    const needed = Math.min(this.#bits.length * 32, this.#count + more)
    if (needed <= this.#ordinals.length) return
    const length = Math.min(this.#bits.length * 32, Math.max(needed, this.#ordinals.length * 4))
    const [ordinals, lines] = [this.#ordinals, this.#lines]
    this.#ordinals = new Uint32Array(length)
    this.#ordinals.set(ordinals)
    this.#lines = new Uint32Array(length)
    this.#lines.set(lines)
  }
}
