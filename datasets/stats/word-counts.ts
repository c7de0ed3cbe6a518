import type { TextProfile } from '../profile-types.ts'
import { AutoHistogram } from './auto-histogram.ts'
import { BoundedCounts } from './bounded-counts.ts'

/** Words that say nothing about a table. */
const DULL = new Set(
  'the and for with that this are was from not you have has but all can will its one two our out your more who'.split(
    ' ',
  ),
)
const COUNTED_WORDS = 20_000
const SHOWN_WORDS = 30
/** Every row up to here is looked at, then one in {@link STRIDE}: words are for a picture, not for a claim. */
const ALL_ROWS = 20_000
const STRIDE = 16
const LONGEST_TEXT = 2000

/** Lengths and frequent words of a text column. */
export class WordCounts {
  readonly #lengths = new AutoHistogram()
  readonly #words = new BoundedCounts(COUNTED_WORDS)
  readonly #labels: readonly string[]
  readonly #lengthsOfLabel: AutoHistogram[]
  #wordTotal = 0
  #sampled = 0

  /** @param labels classes to break the lengths down by; empty for no breakdown */
  constructor(labels: readonly string[] = []) {
    this.#labels = labels
    this.#lengthsOfLabel = labels.map(() => new AutoHistogram())
  }

  /**
   * Looks at the text `bytes[start..end)`.
   *
   * @param ordinal the row's position in the table, which decides whether its words are counted
   * @param label the position of the row's class, -1 for none
   */
  observe(bytes: Uint8Array, start: number, end: number, ordinal: number, label = -1): void {
    let codePoints = 0
    for (let i = start; i < end; i++) if ((bytes[i] & 0xc0) !== 0x80) codePoints++
    this.#lengths.add(codePoints)
    if (label >= 0) this.#lengthsOfLabel[label]?.add(codePoints)
    if (ordinal >= ALL_ROWS && ordinal % STRIDE !== 0) return
    this.#sampled++
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, 4 * LONGEST_TEXT))
    const words =
      text
        .toString()
        .slice(0, LONGEST_TEXT)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    this.#wordTotal += words.length
    for (const word of new Set(words)) {
      if (word.length > 2 && word.length <= 40 && !DULL.has(word)) this.#words.add(word)
    }
  }

  finish(): TextProfile {
    const all = this.#lengths
    const byLabel = this.#labels.map((label, i) => ({
      label,
      counts: this.#lengthsOfLabel[i].bins(24, all).map(({ count }) => count),
    }))
    return {
      lengths: all.bins(),
      meanWords: this.#sampled ? Number((this.#wordTotal / this.#sampled).toPrecision(6)) : 0,
      frequentWords: this.#words.top(SHOWN_WORDS),
      wordsFromRows: this.#sampled,
      byLabel: byLabel.length > 0 ? byLabel : undefined,
    }
  }
}
