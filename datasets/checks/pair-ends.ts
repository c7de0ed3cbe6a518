import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import { cellHashes } from '../stats/cell-hashes.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import type { UniqueKeys } from './unique-keys.ts'

/** Watches that both ends of every pair are records that exist. */
export class PairEnds implements BatchObserver {
  readonly #table: TableSchema
  readonly #ends: {
    column: string
    at: number
    records: UniqueKeys
    wrong: string[]
    count: number
  }[]
  #rows = 0

  /** @param records for each end column, the id watcher of the table it points into */
  constructor(table: TableSchema, records: Readonly<Record<string, UniqueKeys>>) {
    this.#table = table
    this.#ends = Object.entries(records).map(([column, keys]) => {
      const at = table.columns.findIndex((c) => c.name === column)
      return { column, at, records: keys, wrong: [], count: 0 }
    })
  }

  observe(batch: TypedBatch): void {
    this.#rows += batch.rowCount
    for (const end of this.#ends) {
      const hashes = cellHashes(batch, batch.columns[end.at])
      for (let row = 0; row < batch.rowCount; row++) {
        if (end.records.keys.has(hashes[2 * row + 1], hashes[2 * row])) continue
        if (end.count++ < 5) end.wrong.push(cellText(batch.columns[end.at], row) ?? '')
      }
    }
  }

  checks(): Check[] {
    return this.#ends.flatMap(({ column, count, wrong }): Check[] => {
      if (count === 0) return []
      const message = `${share(count, this.#rows)} pairs name a record that does not exist, such as ${quoteSome(wrong)}.`
      return [{ code: 'unknown_record', severity: 'error', table: this.#table.name, column, message }]
    })
  }
}
