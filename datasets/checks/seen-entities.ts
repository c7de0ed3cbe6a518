import type { TableSchema } from '../schema.ts'
import { PAIR_COLUMNS } from '../table-names.ts'
import type { BatchObserver } from '../typed-batch.ts'
import { type Check, share } from './check.ts'
import { KeySet } from './key-set.ts'
import { RowHash64 } from './row-hash64.ts'

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
    const hashes = (table: TableSchema) =>
      PAIR_COLUMNS.map((name) => new RowHash64([table.columns.findIndex((c) => c.name === name)]))
    const [trainEnds, testEnds] = [hashes(train), hashes(test)]
    this.train = {
      observe: (batch) => {
        for (let row = 0; row < batch.rowCount; row++)
          trainEnds.forEach((end, i) => void seen[i].add(end.of(batch, row)))
      },
    }
    this.test = {
      observe: (batch) => {
        for (let row = 0; row < batch.rowCount; row++)
          this.#pairs[testEnds.filter((end, i) => seen[i].has(end.of(batch, row))).length]++
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
