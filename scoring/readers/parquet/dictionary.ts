/** The dictionary of one column chunk, converted once to what was asked for. */
import type { ColumnForm } from '#core/table.ts'
import type { ColumnType } from './column-type.ts'
import { isTextAsStored, toNumbers } from './convert.ts'
import { writeText } from './format-text.ts'
import { PageError } from './page-error.ts'
import type { Physical } from './physical.ts'
import { TextWriter } from './text-writer.ts'

export class Dictionary {
  /** What text entries are ranges of. */
  readonly bytes: Uint8Array
  readonly #count: number
  readonly #values: Float64Array
  readonly #starts: Uint32Array
  readonly #ends: Uint32Array
  readonly #isBad: Set<number> = new Set()

  constructor(physical: Physical, count: number, type: ColumnType, form: ColumnForm) {
    this.#count = count
    this.#values = new Float64Array(form === 'number' ? count : 0)
    this.#starts = physical.starts
    this.#ends = physical.ends
    this.bytes = physical.bytes
    if (form === 'number') {
      // an entry that no row uses may be anything
      toNumbers(physical, count, type, this.#values, 0, (i) => this.#isBad.add(i))
    } else if (!isTextAsStored(type)) {
      const writer = new TextWriter()
      this.#starts = new Uint32Array(count)
      this.#ends = new Uint32Array(count)
      for (let i = 0; i < count; i++) {
        this.#starts[i] = writer.length
        writeText(physical, i, type, writer)
        this.#ends[i] = writer.length
      }
      this.bytes = writer.bytes
    }
  }

  gatherNumbers(indexes: Uint32Array, count: number, out: Float64Array, at: number): void {
    const values = this.#values
    this.#requireInside(indexes, count)
    for (let i = 0; i < count; i++) out[at + i] = values[indexes[i]]
    if (this.#isBad.size > 0 && indexes.subarray(0, count).some((index) => this.#isBad.has(index))) {
      throw new PageError('a text where a number is expected')
    }
  }

  gatherTexts(indexes: Uint32Array, count: number, starts: Uint32Array, ends: Uint32Array, at: number): void {
    const from = this.#starts
    const to = this.#ends
    this.#requireInside(indexes, count)
    for (let i = 0; i < count; i++) {
      starts[at + i] = from[indexes[i]]
      ends[at + i] = to[indexes[i]]
    }
  }

  #requireInside(indexes: Uint32Array, count: number): void {
    let highest = 0
    for (let i = 0; i < count; i++) if (indexes[i] > highest) highest = indexes[i]
    if (highest >= this.#count) throw new PageError('an index beyond the dictionary')
  }
}

/** Bits per index: the byte before the indexes. A page of nulls only may lack it. */
export function indexWidth(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? bytes[at] : 0
}
