import { cellText } from './cell-text.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'

const LONGEST_CELL = 2000
/** A sample is sent with a page, so wide tables show fewer rows. */
const MAX_CHARACTERS = 1_000_000

/** The first rows of a table as the explorer shows them: canonical texts, null for an empty cell. */
export interface SampleRows {
  columns: string[]
  /** Cells above 2,000 characters end in `…`. */
  rows: (string | null)[][]
}

/** Keeps the first `limit` rows of a table that passes by; fewer when their cells reach a million characters. */
export class SampleCollector implements BatchObserver {
  readonly #sample: SampleRows
  readonly #limit: number
  #characters = 0

  constructor(columns: readonly string[], limit = 100) {
    this.#sample = { columns: [...columns], rows: [] }
    this.#limit = limit
  }

  observe(batch: TypedBatch): void {
    for (let row = 0; row < batch.rowCount && this.#wantsMore(); row++) {
      const cells = batch.columns.map((column) => {
        const text = cellText(column, row)
        return text && text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text
      })
      this.#sample.rows.push(cells)
      for (const cell of cells) this.#characters += (cell?.length ?? 0) + 4
    }
  }

  #wantsMore(): boolean {
    return this.#sample.rows.length < this.#limit && this.#characters < MAX_CHARACTERS
  }

  finish(): SampleRows {
    return this.#sample
  }
}
