import { cellText } from './cell-text.ts'
import type { TableProfile } from './profile-types.ts'
import { columnsOfRole, type TableSchema } from './schema.ts'
import { associations } from './stats/associations.ts'
import { ColumnProfiler } from './stats/column-profiler.ts'
import { RowSample } from './stats/row-sample.ts'
import { addSampledLabelCounts, MOST_LABELS } from './stats/sampled-label-counts.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'

/** Tables wider than this are profiled without a breakdown by label, and count fewer values per column. */
const WIDE = 200

/**
 * Gathers a table's profile while its rows pass by: per column a histogram, the most frequent values, text lengths
 * and words or sample images, how they differ between the classes of the first label column (all rows when it has few classes,
 * otherwise the most frequent classes in a sample), and how strongly columns go together. The
 * result depends only on the rows and their order, is JSON, and stays below about 10 kB per column.
 */
export class TableProfiler implements BatchObserver {
  readonly #table: TableSchema
  readonly #columns: ColumnProfiler[]
  readonly #labelAt: number
  readonly #labels: Map<string, number>
  readonly #sample: RowSample
  #rows = 0

  constructor(table: TableSchema) {
    this.#table = table
    this.#sample = new RowSample(table)
    const few = (c: { categories?: string[]; type: string }) =>
      c.type === 'int64' ? ['0', '1'] : (c.categories ?? [])
    const label = columnsOfRole(table, 'label').find((c) => few(c).length > 0 && few(c).length <= MOST_LABELS)
    const wide = table.columns.length > WIDE
    const classes = label && !wide ? few(label) : []
    const countedValues = wide ? Math.max(200, Math.floor((WIDE * 2500) / table.columns.length)) : 10_000
    this.#labelAt = label ? table.columns.indexOf(label) : -1
    this.#labels = new Map(classes.map((name, i) => [name, i]))
    this.#columns = table.columns.map(
      (column) => new ColumnProfiler(column, column === label ? [] : classes, countedValues),
    )
  }

  observe(batch: TypedBatch): void {
    const labels = this.#labels.size > 0 ? this.#labelsOf(batch) : undefined
    for (let i = 0; i < this.#columns.length; i++)
      this.#columns[i].observe(batch.columns[i], batch.rowCount, labels)
    this.#sample.observe(batch)
    this.#rows += batch.rowCount
  }

  #labelsOf({ columns, rowCount }: TypedBatch): Int32Array {
    const labels = new Int32Array(rowCount)
    for (let row = 0; row < rowCount; row++)
      labels[row] = this.#labels.get(cellText(columns[this.#labelAt], row) ?? '') ?? -1
    return labels
  }

  finish(): TableProfile {
    const columns = this.#columns.map((column) => column.finish())
    const sample = this.#sample.finish()
    const profile: TableProfile = {
      table: this.#table.name,
      rows: this.#rows,
      columns,
      associations: associations(sample),
    }
    const counted = this.#labels.size > 0 ? columns[this.#labelAt] : undefined
    if (counted && counted.distinct <= this.#labels.size) {
      profile.labelColumn = counted.name
      return profile
    }
    const labels = columnsOfRole(this.#table, 'label').map(({ name }) => name)
    const label = sample.columns.find(({ name, as }) => as === 'category' && labels.includes(name))
    if (!label || label.categories.length < 2) return profile
    addSampledLabelCounts(columns, label, sample.columns)
    profile.labelColumn = label.name
    profile.labelRows = sample.rows
    return profile
  }
}
