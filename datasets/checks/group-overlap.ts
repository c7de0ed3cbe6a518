import { cellText } from '../cell-text.ts'
import { columnsOfRole, type TableSchema } from '../schema.ts'
import { cellHashes } from '../stats/cell-hashes.ts'
import type { BatchObserver } from '../typed-batch.ts'
import { type Check, quoteSome, share } from './check.ts'
import { KeySet } from './key-set.ts'

/** Finds test rows of a group that training rows belong to, where the organiser's own split parts groups. */
export class GroupOverlap {
  readonly train: BatchObserver
  readonly test: BatchObserver
  readonly #table: string
  readonly #column: string | undefined
  readonly #some = new Set<string>()
  #rows = 0
  #count = 0

  constructor(train: TableSchema, test: TableSchema) {
    this.#table = test.name
    this.#column = columnsOfRole(train, 'group')[0]?.name
    const seen = new KeySet()
    const position = (table: TableSchema) => table.columns.findIndex((c) => c.name === this.#column)
    const [inTrain, inTest] = [position(train), position(test)]
    const watched = inTrain >= 0 && inTest >= 0
    this.train = {
      observe: (batch) => {
        if (!watched) return
        const groups = batch.columns[inTrain]
        const hashes = cellHashes(batch, groups)
        for (let row = 0; row < batch.rowCount; row++) {
          if (!groups.nulls[row]) seen.add(hashes[2 * row + 1], hashes[2 * row])
        }
      },
    }
    this.test = {
      observe: (batch) => {
        this.#rows += batch.rowCount
        if (!watched) return
        const groups = batch.columns[inTest]
        const hashes = cellHashes(batch, groups)
        for (let row = 0; row < batch.rowCount; row++) {
          if (groups.nulls[row] || !seen.has(hashes[2 * row + 1], hashes[2 * row])) continue
          this.#count++
          if (this.#some.size < 5) this.#some.add(cellText(groups, row) ?? '')
        }
      },
    }
  }

  checks(): Check[] {
    if (this.#count === 0) return []
    const message = `${share(this.#count, this.#rows)} test rows belong to a group that training rows belong to, such as ${quoteSome(this.#some)}.`
    const place = { table: this.#table, column: this.#column }
    return [{ code: 'group_in_both_splits', severity: 'warning', ...place, message }]
  }
}
