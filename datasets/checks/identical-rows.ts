import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { KeySet } from './key-set.ts'
import { RowHash64 } from './row-hash64.ts'

/** Positions of the columns a model learns from; images are left out, since a copy has another path. */
function contentColumns(table: TableSchema): number[] {
  return table.columns.flatMap((c, i) => (c.role === 'feature' && c.modality !== 'image' ? [i] : []))
}

/** Finds test rows whose features are those of a training row: their answer can be looked up. */
export class IdenticalRows {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #table: TableSchema
  readonly #names: string[]
  readonly #trainName: string
  readonly #copies: string[] = []
  #rows = 0
  #count = 0

  constructor(train: TableSchema, test: TableSchema, keyName: string) {
    this.#table = test
    this.#trainName = train.name
    const at = contentColumns(train)
    this.#names = at.map((i) => train.columns[i].name)
    const seen = new KeySet()
    const trainHash = new RowHash64(at)
    const testHash = new RowHash64(this.#names.map((name) => test.columns.findIndex((c) => c.name === name)))
    const key = test.columns.findIndex((c) => c.name === keyName)
    this.train = {
      observe: (batch) => {
        for (let row = 0; row < batch.rowCount; row++) seen.add(trainHash.of(batch, row))
      },
    }
    this.test = {
      observe: (batch) => this.#observeTest(batch, (row) => seen.has(testHash.of(batch, row)), key),
    }
  }

  #observeTest(batch: TypedBatch, isCopy: (row: number) => boolean, key: number): void {
    this.#rows += batch.rowCount
    if (this.#names.length === 0) return
    for (let row = 0; row < batch.rowCount; row++) {
      if (isCopy(row) && this.#count++ < 5) this.#copies.push(cellText(batch.columns[key], row) ?? '')
    }
  }

  checks(): Check[] {
    if (this.#count === 0) return []
    const message = `${share(this.#count, this.#rows)} rows have exactly the features of a training row (images aside), such as ${quoteSome(this.#copies)}. Their labels can be looked up in '${this.#trainName}'; remove them from one of the two.`
    const severity = this.#count > 0.01 * this.#rows ? 'warning' : 'info'
    return [{ code: 'identical_rows_across_splits', severity, table: this.#table.name, message }]
  }
}
