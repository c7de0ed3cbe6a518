/** Key look-ups in WebAssembly, several times as fast as in script: KeyTable and RowKeys use it for large files. */
import type { TextBatch } from '#core/table.ts'
import { keyModule } from './key-machine-code.ts'

/** Keys that are handed over at once. */
export const RUN = 1024

/** Look-ups after which machine code is worth its memory. */
export const MACHINE_FROM = 8192

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
const TEXTS = OUT + 4 * RUN
const TABLE = TEXTS + TEXT_BYTES + SLACK
/** WebAssembly's memory is at most 4 GiB. */
const MOST_BYTES = 65_536 * PAGE

/** Where a table's arrays stand in the machine's memory. */
export interface TablePlaces {
  seed: number
  slots: number
  /** Slots less one. */
  mask: number
  /** Unused where `stride` is not 0. */
  offsets: number
  /** The length of every key where all have the same one, else 0. */
  stride: number
  keys: number
  size: number
}

/** What NumberedKeys are, with the places of their arrays in the machine's memory. */
export interface NumberPlaces {
  prefix: number
  prefixLength: number
  width: number
  lowest: number
  range: number
  /** 0 where there is no index. */
  index: number
}

interface Code {
  hash(...words: number[]): number
  find(...words: number[]): number
  follow(...words: number[]): number
  number(...words: number[]): number
  pair(...words: number[]): number
}

let compiled: WebAssembly.Module | undefined

/** Memory with the machine code that works in it. The memory begins with room for a run of texts. */
export class KeyMachine {
  readonly buffer: ArrayBuffer
  /** Room for a table's arrays, 64-byte aligned. */
  readonly table: Uint8Array
  #code: Code
  #texts: Uint8Array
  #starts: Uint32Array
  #ends: Uint32Array
  #out: Uint32Array
  /** What has to be added to a loaded text's start to get its address. */
  #base = 0

  private constructor(memory: WebAssembly.Memory, tableBytes: number) {
    compiled ??= new WebAssembly.Module(keyModule())
    const { buffer } = memory
    this.#code = new WebAssembly.Instance(compiled, { host: { memory } }).exports as unknown as Code
    this.buffer = buffer
    this.table = new Uint8Array(buffer, TABLE, tableBytes)
    this.#texts = new Uint8Array(buffer, TEXTS, TEXT_BYTES)
    this.#starts = new Uint32Array(buffer, STARTS, RUN)
    this.#ends = new Uint32Array(buffer, ENDS, RUN)
    this.#out = new Uint32Array(buffer, OUT, RUN)
  }

  /** Undefined where the process may not have such memory (its address space is limited) or no WebAssembly. */
  static make(tableBytes: number): KeyMachine | undefined {
    const size = TABLE + tableBytes + SLACK
    if (size > MOST_BYTES) return undefined
    const pages = Math.ceil(size / PAGE)
    try {
      const machine = new KeyMachine(new WebAssembly.Memory({ initial: pages, maximum: pages }), tableBytes)
      machines.set(machine.buffer, machine)
      return machine
    } catch (error) {
      if (error instanceof RangeError || error instanceof ReferenceError) return undefined
      throw error
    }
  }

  /** The machine that an array's memory belongs to. */
  static of(buffer: ArrayBufferLike): KeyMachine | undefined {
    return machines.get(buffer)
  }

  /** Takes the texts of rows `from` to `to`, at most a run; false where they are too long. */
  load({ bytes, starts, ends }: TextBatch, from: number, to: number): boolean {
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

  /** The seeded hashes of the first `count` loaded texts; valid until the next call. */
  hash(count: number, seed: number): Uint32Array {
    this.#code.hash(count, STARTS, ENDS, this.#base, OUT, seed)
    return this.#out
  }

  /**
   * Writes the ordinals of the first `count` loaded texts to `out` from `row` on: ABSENT where a text is no key, UNSURE
   * where only comparing with further keys can tell. Returns how many are unsure.
   */
  find(count: number, places: TablePlaces, out: Uint32Array, row: number): number {
    const { seed, slots, mask, offsets, stride, keys } = places
    const base = this.#base
    const { find } = this.#code
    const unsure = find(count, STARTS, ENDS, base, OUT, seed, slots, mask, offsets, stride, keys)
    out.set(this.#out.subarray(0, count), row)
    return unsure
  }

  /** How many of the first `count` loaded texts are the keys guess, guess + 1, …; writes their ordinals. */
  follow(count: number, places: TablePlaces, out: Uint32Array, row: number, guess: number): number {
    const { offsets, stride, keys, size } = places
    const base = this.#base
    const matched = this.#code.follow(count, STARTS, ENDS, base, OUT, guess, size, offsets, stride, keys)
    out.set(this.#out.subarray(0, matched), row)
    return matched
  }

  /** Writes the ordinals of the first `count` loaded texts among numbered keys to `out` from `row` on, else ABSENT. */
  number(count: number, places: NumberPlaces, out: Uint32Array, row: number): void {
    const { prefix, prefixLength, width, lowest, range, index } = places
    const base = this.#base
    const run = this.#code.number
    run(count, STARTS, ENDS, base, OUT, prefix, prefixLength, width, lowest, range, index)
    out.set(this.#out.subarray(0, count), row)
  }

  /** Calls the machine code's `pair`. */
  pair(...words: number[]): void {
    this.#code.pair(...words)
  }

  /** Forgets the first `count` loaded texts, so that the next is the first. */
  skip(count: number): void {
    this.#starts.copyWithin(0, count)
    this.#ends.copyWithin(0, count)
  }
}

const machines = new WeakMap<ArrayBufferLike, KeyMachine>()

/** Memory for a prepared truth, in which its keys can be looked up by machine code where there is such memory. */
export function tableMemory(sizeBytes: number): Uint8Array {
  return KeyMachine.make(sizeBytes)?.table ?? new Uint8Array(sizeBytes)
}
