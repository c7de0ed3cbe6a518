import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import { rowHashes } from '../stats/cell-hashes.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { KeySet } from './key-set.ts'

/**
 * Watches that a key (one id column, or the two ids of a pair) occurs once, within a table and over several tables
 * that share a {@link KeySet}: train and test must not share an id, left and right may.
 */
export class UniqueKeys implements BatchObserver {
  readonly keys: KeySet
  readonly #table: TableSchema
  readonly #columns: number[]
  readonly #others: readonly UniqueKeys[]
  readonly #repeated: string[] = []
  readonly #shared: string[] = []
  #rows = 0
  #repeats = 0
  #meets = 0

  /**
   * @param others earlier tables whose keys must not return here
   * @param rows of the table, where that is known
   */
  constructor(
    table: TableSchema,
    keyNames: readonly string[],
    others: readonly UniqueKeys[] = [],
    rows?: number,
  ) {
    this.keys = new KeySet(rows)
    this.#table = table
    this.#columns = keyNames.map((name) => table.columns.findIndex((c) => c.name === name))
    this.#others = others
  }

  observe(batch: TypedBatch): void {
    this.#rows += batch.rowCount
    const hashes = rowHashes(batch, this.#columns)
    for (let row = 0; row < batch.rowCount; row++) {
      if (!this.keys.add(hashes[2 * row + 1], hashes[2 * row]) && this.#repeats++ < 5)
        this.#repeated.push(this.#text(batch, row))
    }
    for (let row = 0; this.#others.length > 0 && row < batch.rowCount; row++) {
      if (
        this.#others.some((other) => other.keys.has(hashes[2 * row + 1], hashes[2 * row])) &&
        this.#meets++ < 5
      )
        this.#shared.push(this.#text(batch, row))
    }
  }

  #text(batch: TypedBatch, row: number): string {
    return this.#columns.map((at) => cellText(batch.columns[at], row) ?? '').join(', ')
  }

  checks(): Check[] {
    const table = this.#table.name
    const column = this.#columns.length === 1 ? this.#table.columns[this.#columns[0]].name : undefined
    const what = this.#columns.length === 1 ? 'id' : 'pair'
    const found: Check[] = []
    if (this.#repeats > 0) {
      const message = `${share(this.#repeats, this.#rows)} rows repeat the ${what} of an earlier row, such as ${quoteSome(this.#repeated)}.`
      found.push({ code: `duplicate_${what}`, severity: 'error', table, column, message })
    }
    if (this.#meets > 0) {
      const names = this.#others.map((other) => `'${other.#table.name}'`).join(', ')
      const message = `${share(this.#meets, this.#rows)} rows have a ${what} that is also in ${names}, such as ${quoteSome(this.#shared)}.`
      found.push({ code: `${what}_in_both_splits`, severity: 'error', table, column, message })
    }
    return found
  }
}
