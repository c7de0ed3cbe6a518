/** Finds keys that occur twice among rows that are not in the truth, without keeping the keys. */
import type { TableBatch, TextBatch } from '#core/table.ts'
import { hashBytes } from './hash-bytes.ts'
import { KeyMachine, MACHINE_FROM, RUN } from './key-machine.ts'
import { KeyTable } from './key-table.ts'
import { ABSENT } from './ordinals.ts'
import type { RowKeys } from './row-keys.ts'

/** Parts by the leading bits of the hash: of some million keys each part fits into the processor's nearer caches. */
const PARTS = 64
const PART_SHIFT = 26
/** Words of a part's first chunk, and of the others. */
const FIRST_CHUNK = 64
const CHUNK = 8192

/**
 * Remembers 64 seeded hash bits per key: 8 bytes a row where the keys themselves would take 20 to 60. They are only
 * written down while the file streams by, those with the same leading bits together; `findSuspects` then looks for equal
 * ones part by part. Two keys with the same bits are only a suspicion; `confirm` settles it exactly in a second pass
 * over the file.
 */
export class RepeatedKeys {
  #seedLow = (Math.random() * 2 ** 32) >>> 0
  #seedHigh = (Math.random() * 2 ** 32) >>> 0
  #parts = Array.from({ length: PARTS }, () => new Part())
  #suspects = new Set<bigint>()
  #machine: KeyMachine | undefined
  #rows = 0
  #low = new Uint32Array(RUN)
  #high = new Uint32Array(RUN)

  /** Notes the keys of the rows whose ordinal is ABSENT. */
  note(keys: TextBatch, rowCount: number, ordinals: Uint32Array): void {
    if (this.#rows < MACHINE_FROM && this.#rows + rowCount >= MACHINE_FROM) this.#machine = KeyMachine.make(0)
    this.#rows += rowCount
    for (let from = 0; from < rowCount; from += RUN) {
      const to = Math.min(rowCount, from + RUN)
      this.#hashRun(keys, from, to)
      for (let row = from; row < to; row++) {
        if (ordinals[row] !== ABSENT) continue
        const high = this.#high[row - from]
        this.#parts[high >>> PART_SHIFT].add(this.#low[row - from], high)
      }
    }
  }

  #hashRun(keys: TextBatch, from: number, to: number): void {
    const count = to - from
    if (this.#machine?.load(keys, from, to)) {
      this.#low.set(this.#machine.hash(count, this.#seedLow))
      this.#high.set(this.#machine.hash(count, this.#seedHigh))
      return
    }
    const { bytes, starts, ends } = keys
    for (let row = from; row < to; row++) {
      this.#low[row - from] = hashBytes(bytes, starts[row], ends[row], this.#seedLow)
      this.#high[row - from] = hashBytes(bytes, starts[row], ends[row], this.#seedHigh)
    }
  }

  /** Compares all hashes, which are forgotten; whether any two are equal. */
  findSuspects(): boolean {
    let table = new Uint32Array(0)
    for (const part of this.#parts) {
      const hashes = part.take()
      const slots = 2 ** Math.ceil(Math.log2(hashes.length + 1))
      if (table.length < slots) table = new Uint32Array(slots)
      else table.fill(0, 0, slots)
      this.#settle(hashes, table, slots - 1)
    }
    return this.#suspects.size > 0
  }

  #settle(hashes: Uint32Array, table: Uint32Array, mask: number): void {
    for (let i = 0; i < hashes.length; i += 2) {
      const low = hashes[i]
      const high = hashes[i + 1]
      let slot = low & mask
      for (; table[slot] !== 0; slot = (slot + 1) & mask) {
        const other = table[slot] - 1
        if (hashes[other] === low && hashes[other + 1] === high) break
      }
      if (table[slot] === 0) table[slot] = i + 1
      else this.#suspects.add(pack(low, high))
    }
  }

  /** Reads the file again and reports each row whose key stood in an earlier row. */
  async confirm(
    again: AsyncIterable<TableBatch>,
    rowKeys: RowKeys,
    report: (key: Uint8Array, line: number, firstLine: number) => void,
  ): Promise<void> {
    const seen = new KeyTable({ expectedKeys: this.#suspects.size })
    const firstLines: number[] = []
    const out = new Uint32Array(1)
    for await (const batch of again) {
      const keys = rowKeys.of(batch)
      for (let row = 0; row < batch.rowCount; row++) {
        const start = keys.starts[row]
        const end = keys.ends[row]
        const low = hashBytes(keys.bytes, start, end, this.#seedLow)
        if (!this.#suspects.has(pack(low, hashBytes(keys.bytes, start, end, this.#seedHigh)))) continue
        const known = seen.size
        const key = keys.bytes.slice(start, end)
        seen.intern({ form: 'text', bytes: key, starts: ZERO, ends: Uint32Array.of(key.length) }, 1, out)
        if (out[0] === known) firstLines.push(batch.lineOf(row))
        else report(key, batch.lineOf(row), firstLines[out[0]])
      }
    }
  }
}

/** Low word and high word of each hash, one after the other. */
class Part {
  #full: Uint32Array[] = []
  #chunk = new Uint32Array(FIRST_CHUNK)
  #filled = 0

  add(low: number, high: number): void {
    if (this.#filled === this.#chunk.length) {
      this.#full.push(this.#chunk)
      this.#chunk = new Uint32Array(CHUNK)
      this.#filled = 0
    }
    this.#chunk[this.#filled++] = low
    this.#chunk[this.#filled++] = high
  }

  /** All words in one array; the part is empty afterwards. */
  take(): Uint32Array {
    const words = new Uint32Array(this.#full.reduce((sum, { length }) => sum + length, this.#filled))
    let at = 0
    for (const chunk of this.#full) {
      words.set(chunk, at)
      at += chunk.length
    }
    words.set(this.#chunk.subarray(0, this.#filled), at)
    this.#full = []
    this.#filled = 0
    return words
  }
}

const ZERO = Uint32Array.of(0)

function pack(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}
