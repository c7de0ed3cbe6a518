/** Finds keys that occur twice among rows that are not in the truth, without keeping the keys. */
import type { TableBatch, TextBatch } from '#core/table.ts'
import { ABSENT, hashBytes, KeyTable } from './key-table.ts'
import type { RowKeys } from './row-keys.ts'

/**
 * Remembers 64 seeded hash bits per key: 8 bytes a row where the keys themselves would take 20 to 60. Two keys with
 * the same bits are only a suspicion; `confirm` settles it exactly in a second pass over the file.
 */
export class RepeatedKeys {
  #low = (Math.random() * 2 ** 32) >>> 0
  #high = (Math.random() * 2 ** 32) >>> 0
  #slots = new Uint32Array(2 * 4096)
  #size = 0
  #suspects = new Set<bigint>()

  /** Notes the keys of the rows whose ordinal is ABSENT. */
  note(keys: TextBatch, rowCount: number, ordinals: Uint32Array): void {
    for (let row = 0; row < rowCount; row++) {
      if (ordinals[row] !== ABSENT) continue
      const low = hashBytes(keys.bytes, keys.starts[row], keys.ends[row], this.#low) | 1 // 0 marks a free slot
      const high = hashBytes(keys.bytes, keys.starts[row], keys.ends[row], this.#high)
      if ((this.#size + 1) * 3 > this.#slots.length) this.#grow()
      if (!insert(this.#slots, low >>> 0, high)) this.#suspects.add(pack(low, high))
      else this.#size++
    }
  }

  /** Whether any two noted keys may be equal. */
  get isSuspicious(): boolean {
    return this.#suspects.size > 0
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
        const low = hashBytes(keys.bytes, start, end, this.#low) | 1
        if (!this.#suspects.has(pack(low, hashBytes(keys.bytes, start, end, this.#high)))) continue
        const known = seen.size
        const key = keys.bytes.slice(start, end)
        seen.intern({ form: 'text', bytes: key, starts: ZERO, ends: Uint32Array.of(key.length) }, 1, out)
        if (out[0] === known) firstLines.push(batch.lineOf(row))
        else report(key, batch.lineOf(row), firstLines[out[0]])
      }
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let i = 0; i < old.length; i += 2) if (old[i] !== 0) insert(this.#slots, old[i], old[i + 1])
  }
}

const ZERO = Uint32Array.of(0)

function pack(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
}

/** False where the same bits are there already. */
function insert(slots: Uint32Array, low: number, high: number): boolean {
  const mask = slots.length - 1
  let slot = (high * 2) & mask
  while (slots[slot] !== 0) {
    if (slots[slot] === low && slots[slot + 1] === high) return false
    slot = (slot + 2) & mask
  }
  slots[slot] = low
  slots[slot + 1] = high
  return true
}
