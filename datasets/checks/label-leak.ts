import { cellText } from '../cell-text.ts'
import type { TableSchema } from '../schema.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import type { Check } from './check.ts'

/** A feature with more different values than this cannot be told from an identifier and is not watched further. */
const MAX_VALUES = 2000
const MAX_VALUES_IN_ALL = 200_000
const LONGEST_VALUE = 200
/** With fewer rows everything looks like a rule. */
const MIN_ROWS = 20

class ValueLabels {
  #byValue: Map<string, Map<string, number>> | undefined = new Map()
  readonly #maxValues: number
  equal = true

  constructor(maxValues: number) {
    this.#maxValues = maxValues
  }

  add(value: string, label: string): void {
    if (value !== label) this.equal = false
    if (!this.#byValue) return
    const labels = this.#byValue.get(value) ?? new Map<string, number>()
    labels.set(label, (labels.get(label) ?? 0) + 1)
    this.#byValue.set(value, labels)
    if (this.#byValue.size > this.#maxValues || value.length > LONGEST_VALUE) this.#byValue = undefined
  }

  /** Rows that are right when every value answers with its most frequent label; undefined with too many values. */
  right(): { rows: number; values: number } | undefined {
    if (!this.#byValue) return undefined
    let rows = 0
    for (const labels of this.#byValue.values()) rows += Math.max(...labels.values())
    return { rows, values: this.#byValue.size }
  }
}

/**
 * Watches a labelled table for a feature that gives the label away: one that equals it in every row, or whose few
 * values determine it almost always.
 */
export class LabelLeak implements BatchObserver {
  readonly #table: TableSchema
  readonly #label: number
  readonly #features: { at: number; values: ValueLabels }[]
  readonly #labels = new Map<string, number>()
  #rows = 0

  constructor(table: TableSchema, labelName: string) {
    this.#table = table
    this.#label = table.columns.findIndex((c) => c.name === labelName)
    const maxValues = Math.min(MAX_VALUES, Math.ceil(MAX_VALUES_IN_ALL / table.columns.length))
    this.#features = table.columns.flatMap((c, at) =>
      c.role === 'feature' && c.modality !== 'image' ? [{ at, values: new ValueLabels(maxValues) }] : [],
    )
  }

  observe(batch: TypedBatch): void {
    for (let row = 0; row < batch.rowCount; row++) {
      const label = cellText(batch.columns[this.#label], row)
      if (label === null) continue
      this.#rows++
      this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1)
      for (const { at, values } of this.#features) values.add(cellText(batch.columns[at], row) ?? '', label)
    }
  }

  checks(): Check[] {
    if (this.#rows < MIN_ROWS || this.#labels.size < 2) return []
    const label = this.#table.columns[this.#label].name
    const majority = Math.max(...this.#labels.values()) / this.#rows
    return this.#features.flatMap(({ at, values }): Check[] => {
      const column = this.#table.columns[at].name
      const place = { table: this.#table.name, column }
      if (values.equal) {
        const message = `'${column}' equals '${label}' in every row. Remove it, or it answers the task.`
        return [{ code: 'feature_equals_label', severity: 'error', ...place, message }]
      }
      const right = values.right()
      // values that hardly repeat predict anything; half of the rows must be left to speak
      if (!right || right.values > 0.5 * this.#rows) return []
      const accuracy = right.rows / this.#rows
      if (accuracy < 0.995 || accuracy - majority < 0.05) return []
      const message = `'${column}' alone gives '${label}' right in ${(100 * accuracy).toFixed(1)} % of rows (the commonest class: ${(100 * majority).toFixed(1)} %). If it is not known when predicting, remove it.`
      return [{ code: 'feature_gives_label', severity: 'warning', ...place, message }]
    })
  }
}
