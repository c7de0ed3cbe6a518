import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { KeySet } from './key-set.ts'
import { RowHash64 } from './row-hash64.ts'

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
  readonly #isCopy: (batch: TypedBatch, row: number) => boolean
  #rows = 0
  #count = 0

  constructor(train: TableSchema, test: TableSchema, keyName: string) {
    this.#table = test
    this.#trainName = train.name
    this.#names = contentColumns(train, test)
    const positions = (table: TableSchema) =>
      this.#names.map((name) => table.columns.findIndex((c) => c.name === name))
    const seen = new KeySet()
    const trainHash = new RowHash64(positions(train))
    const testHash = new RowHash64(positions(test))
    const key = test.columns.findIndex((c) => c.name === keyName)
    this.train = {
      observe: (batch) => {
        if (this.#names.length === 0) return
        const { highs, lows } = trainHash.all(batch)
        for (let row = 0; row < batch.rowCount; row++) seen.addWords(highs[row], lows[row])
      },
    }
    this.#isCopy = (batch, row) => seen.has(testHash.of(batch, row))
    this.test = {
      observe: (batch) => {
        this.#rows += batch.rowCount
        if (this.#names.length === 0) return
        const { highs, lows } = testHash.all(batch)
        for (let row = 0; row < batch.rowCount; row++) {
          if (seen.hasWords(highs[row], lows[row]) && this.#count++ < 5)
            this.#copies.push(cellText(batch.columns[key], row) ?? '')
        }
      },
    }
  }

  /** Whether this row of the test table has exactly the features of a training row. */
  isCopy(batch: TypedBatch, row: number): boolean {
    return this.#names.length > 0 && this.#isCopy(batch, row)
  }

  checks(): Check[] {
    if (this.#count === 0) return []
    const message = `${share(this.#count, this.#rows)} rows have exactly the features of a training row (images aside) in '${this.#trainName}', such as ${quoteSome(this.#copies)}.`
    const severity = this.#count > 0.01 * this.#rows ? 'warning' : 'info'
    return [{ code: 'identical_rows_across_splits', severity, table: this.#table.name, message }]
  }
}
