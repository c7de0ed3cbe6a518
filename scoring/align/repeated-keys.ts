/** Finds keys that occur twice among rows that are not in the truth, without keeping the keys. */
import type { TableBatch, TextBatch } from '#core/table.ts'
import { ABSENT, hashBytes, KeyTable } from './key-table.ts'
import type { RowKeys } from './row-keys.ts'

/** Keys whose hashes stand in one chunk. */
const CHUNK = 64 * 1024
/** Hashes are settled in so many parts, so that a part takes little memory beside them. */
const PARTS = 4
/** Buckets by the high word's leading bits: each fits into the processor's nearer caches. */
const BUCKETS = 2048
const BUCKET_SHIFT = 21

/**
 * Remembers 64 seeded hash bits per key: 8 bytes a row where the keys themselves would take 20 to 60. They are only
 * written down while the file streams by; `findSuspects` brings equal ones together by partitioning, which reads and
 * writes memory in order. Two keys with the same bits are only a suspicion; `confirm` settles it exactly in a second
 * pass over the file.
 */
export class RepeatedKeys {
  #seedLow = (Math.random() * 2 ** 32) >>> 0
  #seedHigh = (Math.random() * 2 ** 32) >>> 0
  /** Low word and high word of each hash, one after the other. */
  #chunks: Uint32Array[] = []
  #chunk = new Uint32Array(0)
  #filled = 0
  #bucketSizes = new Uint32Array(BUCKETS)
  #suspects = new Set<bigint>()

  /** Notes the keys of the rows whose ordinal is ABSENT. */
  note(keys: TextBatch, rowCount: number, ordinals: Uint32Array): void {
    const { bytes, starts, ends } = keys
    for (let row = 0; row < rowCount; row++) {
      if (ordinals[row] !== ABSENT) continue
      if (this.#filled === this.#chunk.length) this.#startChunk()
      this.#chunk[this.#filled++] = hashBytes(bytes, starts[row], ends[row], this.#seedLow)
      const high = hashBytes(bytes, starts[row], ends[row], this.#seedHigh)
      this.#chunk[this.#filled++] = high
      this.#bucketSizes[high >>> BUCKET_SHIFT]++
    }
  }

  /** Compares all hashes; whether any two are equal. */
  findSuspects(): boolean {
    this.#suspects.clear()
    for (let part = 0; part < PARTS; part++) this.#settlePart(part)
    return this.#suspects.size > 0
  }

  #startChunk(): void {
    // the first chunk is small: most files are
    this.#chunk = new Uint32Array(2 * (this.#chunks.length === 0 ? 1024 : CHUNK))
    this.#chunks.push(this.#chunk)
    this.#filled = 0
  }

  /** The hashes of one part of the buckets: brought together, then through a small table per bucket. */
  #settlePart(part: number): void {
    const first = (part * BUCKETS) / PARTS
    const end = first + BUCKETS / PARTS
    const offsets = new Uint32Array(BUCKETS + 1)
    let largest = 1
    for (let bucket = first; bucket < end; bucket++) {
      offsets[bucket + 1] = offsets[bucket] + this.#bucketSizes[bucket]
      largest = Math.max(largest, this.#bucketSizes[bucket])
    }
    const hashes = new Uint32Array(2 * offsets[end])
    this.#partition(first, end, hashes, offsets.slice())
    const table = new Uint32Array(2 ** Math.ceil(Math.log2(largest * 2)))
    for (let bucket = first; bucket < end; bucket++) {
      this.#settleBucket(hashes, offsets[bucket], offsets[bucket + 1], table)
    }
  }

  #partition(first: number, end: number, hashes: Uint32Array, next: Uint32Array): void {
    for (const chunk of this.#chunks) {
      const length = chunk === this.#chunk ? this.#filled : chunk.length
      for (let i = 0; i < length; i += 2) {
        const bucket = chunk[i + 1] >>> BUCKET_SHIFT
        if (bucket < first || bucket >= end) continue
        const at = 2 * next[bucket]++
        hashes[at] = chunk[i]
        hashes[at + 1] = chunk[i + 1]
      }
    }
  }

  #settleBucket(hashes: Uint32Array, from: number, to: number, table: Uint32Array): void {
    const mask = table.length - 1
    table.fill(0)
    for (let i = from; i < to; i++) {
      const low = hashes[2 * i]
      let slot = low & mask
      for (; table[slot] !== 0; slot = (slot + 1) & mask) {
        const other = 2 * (table[slot] - 1)
        if (hashes[other] === low && hashes[other + 1] === hashes[2 * i + 1]) break
      }
      if (table[slot] === 0) table[slot] = i + 1
      else this.#suspects.add(pack(low, hashes[2 * i + 1]))
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

const ZERO = Uint32Array.of(0)

function pack(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}
