/** Key look-ups in WebAssembly, several times as fast as in script: KeyTable and RowKeys use it for large files. */
import { keyModule } from './key-machine-code.ts'
import { RunMemory, type RunTexts } from './run-memory.ts'

/** Look-ups after which machine code is worth its memory. */
export const MACHINE_FROM = 8192

/** Where a table's arrays stand in the machine's memory. */
export interface TablePlaces {
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
  find(...words: number[]): number
  follow(...words: number[]): number
  number(...words: number[]): number
  pair(...words: number[]): number
}

let compiled: WebAssembly.Module | undefined

/** Memory with the machine code that works in it. The memory begins with room for a run of texts. */
export class KeyMachine {
  #run: RunMemory
  #code: Code

  private constructor(run: RunMemory) {
    compiled ??= new WebAssembly.Module(keyModule())
    this.#run = run
    this.#code = run.start(compiled) as unknown as Code
  }

  /** Undefined where there is no such memory. */
  static make(tableBytes: number): KeyMachine | undefined {
    const run = RunMemory.make(tableBytes)
    if (!run) return undefined
    const machine = new KeyMachine(run)
    machines.set(machine.buffer, machine)
    return machine
  }

  /** The machine that an array's memory belongs to. */
  static of(buffer: ArrayBufferLike): KeyMachine | undefined {
    return machines.get(buffer)
  }

  get buffer(): ArrayBuffer {
    return this.#run.memory.buffer
  }

  /** Room for a table's arrays, 64-byte aligned. */
  get table(): Uint8Array<ArrayBuffer> {
    return this.#run.table
  }

  /** Sets the seed that the keys of the table are hashed by. */
  setSeed(seed: number): void {
    this.#run.setSeed(seed)
  }

  /** Takes the texts of rows `from` to `to`, at most a run; false where they are too long. */
  load(texts: RunTexts, from: number, to: number): boolean {
    return this.#run.load(texts, from, to)
  }

  /** Forgets the first `count` loaded texts, so that the next is the first. */
  skip(count: number): void {
    this.#run.skip(count)
  }

  /**
   * Writes the ordinals of the first `count` loaded texts to `out` from `row` on: ABSENT where a text is no key, UNSURE
   * where only comparing with further keys can tell. Returns how many are unsure. The texts' hashes go to `hashes`.
   */
  find(count: number, places: TablePlaces, out: Uint32Array, row: number, hashes?: BigUint64Array): number {
    const { slots, mask, offsets, stride, keys } = places
    const unsure = this.#code.find(count, ...this.#run.places, slots, mask, offsets, stride, keys)
    out.set(this.#run.out.subarray(0, count), row)
    hashes?.set(this.#run.hashes.subarray(0, count), row)
    return unsure
  }

  /** How many of the first `count` loaded texts are the keys guess, guess + 1, …; writes their ordinals. */
  follow(count: number, places: TablePlaces, out: Uint32Array, row: number, guess: number): number {
    const { offsets, stride, keys, size } = places
    const matched = this.#code.follow(count, ...this.#run.places, guess, size, offsets, stride, keys)
    out.set(this.#run.out.subarray(0, matched), row)
    return matched
  }

  /** Writes the ordinals of the first `count` loaded texts among numbered keys to `out` from `row` on, else ABSENT. */
  number(count: number, places: NumberPlaces, out: Uint32Array, row: number): void {
    const { prefix, prefixLength, width, lowest, range, index } = places
    this.#code.number(count, ...this.#run.places, prefix, prefixLength, width, lowest, range, index)
    out.set(this.#run.out.subarray(0, count), row)
  }

  /** Calls the machine code's `pair`. */
  pair(...words: number[]): void {
    this.#code.pair(...words)
  }
}

const machines = new WeakMap<ArrayBufferLike, KeyMachine>()

/** Memory for a prepared truth, in which its keys can be looked up by machine code where there is such memory. */
export function tableMemory(sizeBytes: number): Uint8Array {
  return KeyMachine.make(sizeBytes)?.table.subarray(0, sizeBytes) ?? new Uint8Array(sizeBytes)
}
