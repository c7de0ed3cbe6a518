import { CHUNK, PART_BITS, repeatModule } from './repeat-machine-code.ts'
import { RUN } from './run-memory.ts'

const PARTS = 2 ** PART_BITS
/** A run can fill one chunk, and begin one in each part. */
const CHUNKS_PER_RUN = PARTS + 1
const PAGE = 65_536
/** WebAssembly's memory is at most 4 GiB. It is asked for 4 MiB at a time. */
const MOST_PAGES = 65_536
const PAGES_AT_ONCE = 64

/** Where things stand: for each part the address behind its last hash, a run of hashes and ordinals, the chunks. */
const ENDS = 64
const HASHES = ENDS + 4 * PARTS
const ORDINALS = HASHES + 8 * RUN
const CHUNKS = Math.ceil((ORDINALS + 4 * RUN) / CHUNK) * CHUNK

interface Code {
  note(...words: number[]): number
  settle(...words: number[]): number
}

let compiled: WebAssembly.Module | undefined

/** Keeps hashes, and finds those that occur twice, in machine code. */
export class RepeatMachine {
  #memory: WebAssembly.Memory
  #code: Code
  /** The address of the next chunk. */
  #free = CHUNKS

  private constructor(memory: WebAssembly.Memory) {
    compiled ??= new WebAssembly.Module(repeatModule())
    this.#memory = memory
    const { exports } = new WebAssembly.Instance(compiled, { host: { memory } })
    this.#code = exports as unknown as Code
  }

  /** Undefined where the process may not have such memory or no WebAssembly. @param most pages that it may grow to */
  static make(most = MOST_PAGES): RepeatMachine | undefined {
    try {
      return new RepeatMachine(new WebAssembly.Memory({ initial: PAGES_AT_ONCE, maximum: most }))
    } catch (error) {
      if (error instanceof RangeError || error instanceof ReferenceError) return undefined
      throw error
    }
  }

  /**
   * Keeps the first `count` hashes as far as their ordinals are ABSENT.
   *
   * @param hashes none of them 0
   * @returns of how many that could be done before there was no more memory
   */
  note(hashes: BigUint64Array, ordinals: Uint32Array, count: number): number {
    for (let from = 0; from < count; from += RUN) {
      const to = Math.min(count, from + RUN)
      if (!this.#reserve(this.#free + CHUNKS_PER_RUN * CHUNK)) return from
      const { buffer } = this.#memory
      new BigUint64Array(buffer, HASHES, RUN).set(hashes.subarray(from, to))
      new Uint32Array(buffer, ORDINALS, RUN).set(ordinals.subarray(from, to))
      this.#free = this.#code.note(to - from, HASHES, ORDINALS, ENDS, this.#free) >>> 0
    }
    return count
  }

  /** All hashes that are kept, in no order. */
  all(): BigUint64Array {
    const hashes = new BigUint64Array(this.#memory.buffer)
    const parts: BigUint64Array[] = []
    for (const end of new Uint32Array(this.#memory.buffer, ENDS, PARTS)) {
      for (const [from, to] of this.#stretchesBelow(end)) parts.push(hashes.subarray(from / 8, to / 8))
    }
    const all = new BigUint64Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  /**
   * The hashes that occur more than once, in no order, each as often as it was met again; then all are forgotten. Undefined
   * where there is no memory for that.
   */
  repeated(): BigUint64Array | undefined {
    const ends = new Uint32Array(this.#memory.buffer, ENDS, PARTS).slice()
    const counts = Array.from(ends, (end) => this.#countBelow(end))
    const table = this.#free
    const found = table + 8 * slotsFor(Math.max(...counts))
    if (!this.#reserve(found + 8 * counts.reduce((sum, count) => sum + count, 0))) return undefined
    const { buffer } = this.#memory
    let end = found
    counts.forEach((count, part) => {
      const slots = slotsFor(count)
      new Uint8Array(buffer, table, 8 * slots).fill(0)
      end = this.#code.settle(ends[part], table, slots - 1, end) >>> 0
    })
    new Uint32Array(buffer, ENDS, PARTS).fill(0)
    this.#free = CHUNKS
    return new BigUint64Array(buffer, found, (end - found) / 8).slice()
  }

  /** Hashes in the chain of chunks that ends at `end`. */
  #countBelow(end: number): number {
    let count = 0
    for (const [from, to] of this.#stretchesBelow(end)) count += (to - from) / 8
    return count
  }

  /** Where the hashes stand in the chain of chunks that ends at `end`, from the last chunk on. */
  *#stretchesBelow(end: number): Generator<[from: number, to: number]> {
    const words = new Uint32Array(this.#memory.buffer)
    for (let at = end; at > 0; ) {
      const chunk = Math.floor((at - 1) / CHUNK) * CHUNK
      yield [chunk + 8, at]
      at = words[chunk / 4]
    }
  }

  /** Makes room up to an address, if there is any. */
  #reserve(end: number): boolean {
    const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE)
    if (missing <= 0) return true
    try {
      this.#memory.grow(Math.max(missing, PAGES_AT_ONCE))
      return true
    } catch (error) {
      if (error instanceof RangeError) return false
      throw error
    }
  }
}

/** A power of two with at most two thirds of the slots taken, and never all. */
function slotsFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(1.5 * count + 2))
}
