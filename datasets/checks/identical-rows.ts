import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import { rowHashes } from '../stats/cell-hashes.ts'
import type { BatchObserver } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { KeySet } from './key-set.ts'
import type { SplitRows } from './split-rows.ts'

/** The columns a model learns from that both tables have; images are left out, since a copy has another path. */
export function contentColumns(train: TableSchema, test: TableSchema): string[] {
  return train.columns
    .filter((c) => c.role === 'feature' && c.modality !== 'image')
    .filter((c) => test.columns.some((other) => other.name === c.name && other.type === c.type))
    .map((c) => c.name)
}

/** Finds test rows whose features are those of a training row: their answer can be looked up. */
export class IdenticalRows {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #table: TableSchema
  readonly #names: string[]
  readonly #trainName: string
  readonly #copies: string[] = []
  /** Of the test rows of the last batch, 1 for those that are a copy. */
  #isCopy = new Uint8Array(0)
  #rows = 0
  #count = 0

  /** @param rows of the tables */
  constructor(train: TableSchema, test: TableSchema, keyName: string, rows: SplitRows = {}) {
    this.#table = test
    this.#trainName = train.name
    this.#names = contentColumns(train, test)
    const positions = (table: TableSchema) =>
      this.#names.map((name) => table.columns.findIndex((c) => c.name === name))
    const seen = new KeySet(rows.train)
    const [inTrain, inTest] = [positions(train), positions(test)]
    const key = test.columns.findIndex((c) => c.name === keyName)
    this.train = {
      observe: (batch) => {
        if (this.#names.length === 0) return
        const hashes = rowHashes(batch, inTrain)
        for (let at = 0; at < hashes.length; at += 2) seen.add(hashes[at + 1], hashes[at])
      },
    }
    this.test = {
      observe: (batch) => {
        this.#rows += batch.rowCount
        this.#isCopy = new Uint8Array(batch.rowCount)
        if (this.#names.length === 0) return
        const hashes = rowHashes(batch, inTest)
        for (let row = 0; row < batch.rowCount; row++) {
          if (!seen.has(hashes[2 * row + 1], hashes[2 * row])) continue
          this.#isCopy[row] = 1
          if (this.#count++ < 5) this.#copies.push(cellText(batch.columns[key], row) ?? '')
        }
      },
    }
  }

  /** Whether this row of the batch of test rows that came last has exactly the features of a training row. */
  isCopy(row: number): boolean {
    return this.#isCopy[row] === 1
  }

  checks(): Check[] {
    if (this.#count === 0) return []
    const message = `${share(this.#count, this.#rows)} rows have exactly the features of a training row (images aside) in '${this.#trainName}', such as ${quoteSome(this.#copies)}.`
    const severity = this.#count > 0.01 * this.#rows ? 'warning' : 'info'
    return [{ code: 'identical_rows_across_splits', severity, table: this.#table.name, message }]
  }
}
