/** Which split a pair belongs to that the truth does not list. */
import type { TextBatch } from '#core/table.ts'
import { KeyTable } from '../align/key-table.ts'
import { ABSENT } from '../align/ordinals.ts'

/**
 * A match list with splits says nothing about pairs that are no match. Such a pair is a false positive in the split of
 * the records it touches: that of the first listed match with its left record, else that of the first with its right
 * record. A pair of two records that no match names counts in every split.
 */
export class RecordSplits {
  #left = new RecordTable()
  #right: RecordTable

  /** @param symmetric whether left and right records are one set */
  constructor(symmetric: boolean) {
    this.#right = symmetric ? this.#left : new RecordTable()
  }

  /** Notes the splits of a batch of listed matches. */
  add(left: TextBatch, right: TextBatch, splits: Uint32Array, rowCount: number): void {
    this.#left.add(left, splits, rowCount)
    this.#right.add(right, splits, rowCount)
  }

  /** The split of each pair by its records, ABSENT where neither is known. */
  find(left: TextBatch, right: TextBatch, rowCount: number): Uint32Array {
    const found = this.#left.find(left, rowCount)
    const byRight = this.#right.find(right, rowCount)
    for (let i = 0; i < rowCount; i++) if (found[i] === ABSENT) found[i] = byRight[i]
    return found
  }
}

/** Records with the split in which each was seen first. */
class RecordTable {
  #keys = new KeyTable()
  #splits: number[] = []

  add(records: TextBatch, splits: Uint32Array, rowCount: number): void {
    const ordinals = new Uint32Array(rowCount)
    this.#keys.intern(records, rowCount, ordinals)
    for (let i = 0; i < rowCount; i++) {
      if (ordinals[i] === this.#splits.length) this.#splits.push(splits[i])
    }
  }

  find(records: TextBatch, rowCount: number): Uint32Array {
    const found = new Uint32Array(rowCount)
    this.#keys.find(records, rowCount, found)
    for (let i = 0; i < rowCount; i++) if (found[i] !== ABSENT) found[i] = this.#splits[found[i]]
    return found
  }
}
