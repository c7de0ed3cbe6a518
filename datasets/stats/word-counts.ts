import type { TextProfile } from '../profile-types.ts'
import type { StringColumn } from '../typed-batch.ts'
import { AutoHistogram } from './auto-histogram.ts'
import { ByteIndex } from './byte-index.ts'
import { byCount, type ValueCount } from './value-count.ts'

/** Words that say nothing about a table. */
const DULL = new Set(
  'the and for with that this are was from not you have has but all can will its one two our out your more who'.split(
    ' ',
  ),
)
const COUNTED_WORDS = 20_000
const COUNTED_BYTES = 2_000_000
const SHORTEST_WORD = 3
const LONGEST_WORD = 40
const SHOWN_WORDS = 30
/** Every row up to here is looked at, then one in {@link STRIDE}: words are for a picture, not for a claim. */
const ALL_ROWS = 20_000
const STRIDE = 16
const LONGEST_TEXT = 2000
/** What a byte of ASCII is in a word without capitals; 0 for what is in none. */
const IN_WORD = Uint8Array.from({ length: 128 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  return /[0-9A-Za-z]/.test(character) ? character.toLowerCase().charCodeAt(0) : 0
})

/** In how many texts words occur; nearly all texts are ASCII, whose words are found without making strings of them. */
class WordIndex {
  total = 0
  #texts = 0
  readonly #known = new ByteIndex()
  readonly #word = new Uint8Array(LONGEST_WORD)
  readonly #counts: number[] = []
  /** The text that each word was last counted in. */
  readonly #lastIn: number[] = []

  addAscii(bytes: Uint8Array, start: number, end: number): void {
    this.#texts++
    const word = this.#word
    let length = 0
    for (let i = start; i <= end; i++) {
      const letter = i < end ? IN_WORD[bytes[i]] : 0
      // what a word has beyond its longest goes nowhere
      if (letter !== 0) word[length++] = letter
      else if (length > 0) {
        this.#count(word, length, length)
        length = 0
      }
    }
  }

  add(text: string): void {
    this.#texts++
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
      const bytes = Buffer.from(word)
      this.#count(bytes, bytes.length, word.length)
    }
  }

  #count(bytes: Uint8Array, size: number, characters: number): void {
    this.total++
    if (characters < SHORTEST_WORD || characters > LONGEST_WORD) return
    const { size: words, byteLength } = this.#known
    const hasRoom = words < COUNTED_WORDS && byteLength + size <= COUNTED_BYTES
    const entry = hasRoom ? this.#known.add(bytes, 0, size) : this.#known.find(bytes, 0, size)
    if (entry < 0 || this.#lastIn[entry] === this.#texts) return
    this.#lastIn[entry] = this.#texts
    this.#counts[entry] = (this.#counts[entry] ?? 0) + 1
  }

  get texts(): number {
    return this.#texts
  }

  /** The words of most texts. */
  top(): ValueCount[] {
    const all = this.#known.texts().map((value, entry) => ({ value, count: this.#counts[entry] }))
    return all
      .filter(({ value }) => !DULL.has(value))
      .sort(byCount)
      .slice(0, SHOWN_WORDS)
  }
}

/** Lengths and frequent words of a text column. */
export class WordCounts {
  readonly #lengths: AutoHistogram
  readonly #words = new WordIndex()
  readonly #labels: readonly string[]

  /** @param labels classes to break the lengths down by; empty for no breakdown */
  constructor(labels: readonly string[] = []) {
    this.#labels = labels
    this.#lengths = new AutoHistogram(labels.length)
  }

  /**
   * Looks at the texts of a batch.
   *
   * @param characters of each row
   * @param first the position in the table of the first row; positions decide whose words are counted
   * @param classes the position of each row's class, -1 for none; absent when there are no classes
   */
  observe(column: StringColumn, characters: Uint32Array, first: number, classes?: Int32Array): void {
    for (let row = 0; row < characters.length; row++) {
      if (column.nulls[row]) continue
      this.#lengths.add(characters[row], classes ? classes[row] : -1)
      if (first + row < ALL_ROWS || (first + row) % STRIDE === 0)
        this.#countWords(column, row, characters[row])
    }
  }

  #countWords({ bytes, starts, ends }: StringColumn, row: number, characters: number): void {
    const start = starts[row]
    const size = ends[row] - start
    if (characters === size) this.#words.addAscii(bytes, start, start + Math.min(size, LONGEST_TEXT))
    else {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(size, 4 * LONGEST_TEXT))
      this.#words.add(text.toString().slice(0, LONGEST_TEXT))
    }
  }

  finish(): TextProfile {
    const { texts } = this.#words
    const { bins, byClass } = this.#lengths.bars()
    const byLabel = this.#labels.map((label, i) => ({ label, counts: byClass[i] }))
    return {
      lengths: bins,
      meanWords: texts > 0 ? Number((this.#words.total / texts).toPrecision(6)) : 0,
      frequentWords: this.#words.top(),
      wordsFromRows: texts,
      byLabel: byLabel.length > 0 ? byLabel : undefined,
    }
  }
}
