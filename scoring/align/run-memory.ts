import type { TextBatch } from '#core/table.ts'
import { secretOf } from './hash-bytes.ts'
import { SECRET } from './row-code.ts'

/** Texts that are handed over at once. */
export const RUN = 1024

const PAGE = 65_536
/** Room for the texts of a run; longer ones are left to script. */
const TEXT_BYTES = 192 * 1024
/** Vectors and words are read a little beyond what they are wanted for. */
const SLACK = 64
/** Texts with at most so many bytes between them on average are copied with what lies between. */
const SPARSE = 32

const STARTS = 64
const ENDS = STARTS + 4 * RUN
const OUT = ENDS + 4 * RUN
const HASHES = OUT + 4 * RUN
const TEXTS = HASHES + 8 * RUN
const TABLE = TEXTS + TEXT_BYTES + SLACK
/** WebAssembly's memory is at most 4 GiB. */
const MOST_PAGES = 65_536

/** Texts; those that stand one right after the other may say so, which saves looking for the first and the last byte. */
export interface RunTexts extends TextBatch {
  isInOrder?: boolean
}

/** Where the texts of some rows stand. */
export interface Span {
  low: number
  high: number
  /** Bytes of the texts themselves. */
  total: number
}

/** The span of the texts of rows `from` to `to`. */
export function spanOf({ starts, ends }: TextBatch, from: number, to: number): Span {
  let low = starts[from]
  let high = ends[from]
  let total = 0
  for (let row = from; row < to; row++) {
    const start = starts[row]
    const end = ends[row]
    if (start < low) low = start
    if (end > high) high = end
    total += end - start
  }
  return { low, high, total }
}

function wholeSpan({ starts, ends }: TextBatch, from: number, to: number): Span {
  const [low, high] = [starts[from], ends[to - 1]]
  return { low, high, total: high - low }
}

/** Memory for machine code: a secret, room for a run of texts and a word for each, and a table. */
export class RunMemory {
  readonly memory: WebAssembly.Memory
  /** Room for the code's own arrays, 64-byte aligned. */
  readonly table: Uint8Array<ArrayBuffer>
  /** A word for each text, for results. */
  readonly out: Uint32Array
  /** A hash for each text. */
  readonly hashes: BigUint64Array
  #texts: Uint8Array
  #starts: Uint32Array
  #ends: Uint32Array
  /** What has to be added to a loaded text's start to get its address. */
  #base = 0

  private constructor(memory: WebAssembly.Memory) {
    this.memory = memory
    const { buffer } = memory
    this.table = new Uint8Array(buffer, TABLE, buffer.byteLength - TABLE - SLACK)
    this.#texts = new Uint8Array(buffer, TEXTS, TEXT_BYTES)
    this.#starts = new Uint32Array(buffer, STARTS, RUN)
    this.#ends = new Uint32Array(buffer, ENDS, RUN)
    this.out = new Uint32Array(buffer, OUT, RUN)
    this.hashes = new BigUint64Array(buffer, HASHES, RUN)
  }

  /**
   * Undefined where the process may not have such memory (its address space is limited) or no WebAssembly.
   *
   * @param tableBytes the table has at least so many
   */
  static make(tableBytes: number): RunMemory | undefined {
    const pages = Math.ceil((TABLE + tableBytes + SLACK) / PAGE)
    if (pages > MOST_PAGES) return undefined
    try {
      return new RunMemory(new WebAssembly.Memory({ initial: pages, maximum: pages }))
    } catch (error) {
      if (error instanceof RangeError || error instanceof ReferenceError) return undefined
      throw error
    }
  }

  /** Starts code in this memory. */
  start(module: WebAssembly.Module): WebAssembly.Exports {
    return new WebAssembly.Instance(module, { host: { memory: this.memory } }).exports
  }

  /** Sets the secret that texts are hashed by. */
  setSeed(seed: number): void {
    new Uint32Array(this.memory.buffer, SECRET, 4).set(secretOf(seed))
  }

  /** The arguments `starts`, `ends`, `base`, `out` and `hashes` of functions over the loaded texts. */
  get places(): readonly [starts: number, ends: number, base: number, out: number, hashes: number] {
    return [STARTS, ENDS, this.#base, OUT, HASHES]
  }

  /** Takes the texts of rows `from` to `to`, at most a run; false where they are too long. */
  load(texts: RunTexts, from: number, to: number): boolean {
    const { bytes, starts, ends } = texts
    const { low, high, total } = texts.isInOrder ? wholeSpan(texts, from, to) : spanOf(texts, from, to)
    if (high - low <= Math.min(TEXT_BYTES, total + SPARSE * (to - from))) {
      this.#texts.set(bytes.subarray(low, high))
      this.#starts.set(starts.subarray(from, to))
      this.#ends.set(ends.subarray(from, to))
      this.#base = TEXTS - low
      return true
    }
    if (total > TEXT_BYTES) return false
    this.#base = TEXTS
    for (let row = from, at = 0; row < to; row++) {
      this.#starts[row - from] = at
      for (let i = starts[row]; i < ends[row]; i++) this.#texts[at++] = bytes[i]
      this.#ends[row - from] = at
    }
    return true
  }

  /** Forgets the first `count` loaded texts, so that the next is the first. */
  skip(count: number): void {
    this.#starts.copyWithin(0, count)
    this.#ends.copyWithin(0, count)
  }
}
