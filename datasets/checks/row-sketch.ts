import type { TableSchema } from '../schema.ts'
import type { Hash64 } from '../stats/hash64.ts'
import { hash64 } from '../stats/hash64.ts'
import type { TypedBatch, TypedColumn } from '../typed-batch.ts'

/** Hashes of a row that are kept at most: the smallest ones, which stand for all (bottom-k, Cohen and Kaplan 2007). */
const KEPT_TOKENS = 64
/** Tokens of a row that are looked at: longer texts are compared by their beginning. */
const MAX_TOKENS = 1024
const FLOAT_DIGITS = 10_000

/** Whether a byte of UTF-8 belongs to a word: ASCII letters and digits, and everything beyond ASCII. */
const IN_WORD = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 || /[0-9A-Za-z]/.test(String.fromCharCode(byte)) ? 1 : 0,
)
const LOWER = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte))

function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A number to four significant digits, so that rounding differently does not make two of it. */
function rounded(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value
  const scale = FLOAT_DIGITS / 10 ** Math.ceil(Math.log10(Math.abs(value)))
  const result = Math.round(value * scale) / scale
  return Number.isFinite(result) ? result : value
}

/**
 * What a row's features say, apart from how they are written: words without capitals, spaces and punctuation,
 * floating numbers to four digits, everything else as it is; images are left out. Fields hold the last row's values.
 */
export class RowSketch {
  /** Equal for rows that say the same in the same words. */
  readonly normal: Hash64 = { high: 0, low: 0 }
  /** Per observed column, a hash of what its cell says. */
  readonly cells: Uint32Array
  /** Different words in columns of the modality text. */
  textTokens = 0
  readonly #columns: { at: number; text: boolean; seed: number }[]
  readonly #tokens = new Uint32Array(MAX_TOKENS)
  readonly #word = new Uint32Array(1)
  readonly #bytes = new Uint8Array(this.#word.buffer)
  readonly #number = new DataView(new ArrayBuffer(8))
  #count = 0

  constructor(table: TableSchema, names: readonly string[]) {
    this.#columns = names.map((name) => {
      const at = table.columns.findIndex((c) => c.name === name)
      const text = table.columns[at].modality === 'text'
      return { at, text, seed: finish(names.indexOf(name) + 1) }
    })
    this.cells = new Uint32Array(names.length)
  }

  observe(batch: TypedBatch, row: number): void {
    this.#count = 0
    this.normal.high = 0
    this.normal.low = 0
    let texts = 0
    for (let i = 0; i < this.#columns.length; i++) {
      const { at, text, seed } = this.#columns[i]
      const before = this.#count
      const cell = this.#cell(batch.columns[at], row, seed)
      this.cells[i] = cell
      this.#word[0] = cell
      hash64(this.normal, this.#bytes, 0, 4)
      if (text) texts += this.#count - before
    }
    this.textTokens = texts
  }

  /** Adds the cell's tokens, and returns a hash of them in their order. */
  #cell(column: TypedColumn, row: number, seed: number): number {
    if (column.nulls[row]) return 1
    if (column.type !== 'string') return this.#add(finish(this.#numberHash(column, row) ^ seed))
    const { bytes } = column
    const end = column.ends[row]
    let whole = seed
    let word = 0
    for (let i = column.starts[row]; i <= end; i++) {
      if (i < end && IN_WORD[bytes[i]]) {
        word = Math.imul((word || seed) ^ LOWER[bytes[i]], 0x01000193)
        word ^= word >>> 15
      } else if (word !== 0) {
        whole = Math.imul(whole ^ this.#add(finish(word)), 0x5bd1e995)
        word = 0
      }
    }
    return finish(whole)
  }

  #numberHash(column: Exclude<TypedColumn, { type: 'string' }>, row: number): number {
    if (column.type === 'int64' || column.type === 'timestamp')
      this.#number.setBigInt64(0, column.values[row])
    else
      this.#number.setFloat64(0, column.type === 'float64' ? rounded(column.values[row]) : column.values[row])
    return Math.imul(this.#number.getUint32(0), 0x9e3779b1) ^ this.#number.getUint32(4)
  }

  #add(token: number): number {
    if (this.#count < MAX_TOKENS) this.#tokens[this.#count++] = token
    return token
  }

  /** The row's different tokens: the smallest {@link KEPT_TOKENS}, in order. A view that the next row overwrites. */
  tokens(): Uint32Array {
    const sorted = this.#tokens.subarray(0, this.#count).sort()
    let kept = 0
    for (let i = 0; i < sorted.length && kept < KEPT_TOKENS; i++) {
      if (i === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i]
    }
    this.#count = kept
    return sorted.subarray(0, kept)
  }
}

/**
 * The share of tokens that two rows have in common, of all tokens of either (Jaccard): exact for rows with few
 * tokens, else estimated from the smallest 64 of both together.
 */
export function tokenOverlap(a: Uint32Array, b: Uint32Array): number {
  let [i, j, common, all] = [0, 0, 0, 0]
  while (i < a.length && j < b.length && all < KEPT_TOKENS) {
    all++
    if (a[i] === b[j]) {
      common++
      i++
      j++
    } else if (a[i] < b[j]) i++
    else j++
  }
  if (all < KEPT_TOKENS) all += a.length - i + b.length - j
  return all === 0 ? 0 : common / Math.min(all, KEPT_TOKENS)
}
