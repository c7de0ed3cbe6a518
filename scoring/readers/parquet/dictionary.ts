/** The dictionary of one column chunk, converted once to what was asked for. */
import type { ColumnForm } from '#core/table.ts'
import type { ColumnType } from './column-type.ts'
import { isTextAsStored, toNumbers, writeTexts } from './convert.ts'
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
  /** Entries that are no number literals, with their text. */
  readonly #bad = new Map<number, string>()

  constructor(physical: Physical, count: number, type: ColumnType, form: ColumnForm) {
    this.#count = count
    this.#values = new Float64Array(form === 'number' ? count : 0)
    this.#starts = physical.starts
    this.#ends = physical.ends
    this.bytes = physical.bytes
    if (form === 'number') {
      // an entry that no row uses may be anything
      toNumbers(physical, count, type, this.#values, 0, (i, text) => this.#bad.set(i, text))
    } else if (!isTextAsStored(type)) {
      const writer = new TextWriter()
      this.#starts = new Uint32Array(count)
      this.#ends = new Uint32Array(count)
      writeTexts(physical, count, type, writer, this.#starts, this.#ends)
      this.bytes = writer.bytes
    }
  }

  /** Writes the entries of the first `count` indexes; returns the position of one that is no number, or -1. */
  gatherNumbers(indexes: Uint32Array, count: number, out: Float64Array, at: number): number {
    const values = this.#values
    this.#requireInside(indexes, count)
    for (let i = 0; i < count; i++) out[at + i] = values[indexes[i]]
    return this.#bad.size === 0 ? -1 : indexes.subarray(0, count).findIndex((index) => this.#bad.has(index))
  }

  /** The text of an entry that is no number. */
  badText(index: number): string {
    return this.#bad.get(index) ?? ''
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
    if (count > 0 && highest >= this.#count) throw new PageError('an index beyond the dictionary')
  }
}

/** Bits per index: the byte before the indexes. A page of nulls only may lack it. */
export function indexWidth(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? bytes[at] : 0
}
