import type { TableSchema } from '../schema.ts'
import { cellHashes } from '../stats/cell-hashes.ts'
import { PAIR_COLUMNS } from '../table-names.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, share } from './check.ts'
import { KeySet } from './key-set.ts'

/** Counts how many test pairs are made of records that training pairs have shown. */
export class SeenEntities {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #table: string
  /** Test pairs by how many of their two records were seen. */
  readonly #pairs = [0, 0, 0]

  /** @param shared both ends name records of one table, so that an id means the same on either side */
  constructor(train: TableSchema, test: TableSchema, shared: boolean) {
    this.#table = test.name
    const left = new KeySet()
    const seen = [left, shared ? left : new KeySet()]
    const hashes = (table: TableSchema) => {
      const at = PAIR_COLUMNS.map((name) => table.columns.findIndex((c) => c.name === name))
      return (batch: TypedBatch) => at.map((end) => cellHashes(batch, batch.columns[end]))
    }
    const [trainEnds, testEnds] = [hashes(train), hashes(test)]
    this.train = {
      observe: (batch) => {
        trainEnds(batch).forEach((end, i) => {
          for (let row = 0; row < batch.rowCount; row++) seen[i].add(end[2 * row + 1], end[2 * row])
        })
      },
    }
    this.test = {
      observe: (batch) => {
        const ends = testEnds(batch)
        for (let row = 0; row < batch.rowCount; row++)
          this.#pairs[ends.filter((end, i) => seen[i].has(end[2 * row + 1], end[2 * row])).length]++
      },
    }
  }

  checks(): Check[] {
    const [none, one, both] = this.#pairs
    const all = none + one + both
    if (all === 0) return []
    const message = `Of the test pairs, ${share(none, all)} are of two records that no training pair shows, ${share(one, all)} of one such, ${share(both, all)} of two that training shows.`
    return [{ code: 'seen_entities', severity: 'info', table: this.#table, message }]
  }
}
