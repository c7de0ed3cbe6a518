import { cellText } from './cell-text.ts'
import type { TableProfile } from './profile-types.ts'
import { columnsOfRole, type TableSchema } from './schema.ts'
import { associations } from './stats/associations.ts'
import { cellHashes } from './stats/cell-hashes.ts'
import { ColumnProfiler } from './stats/column-profiler.ts'
import { KeyOrdinals } from './stats/key-ordinals.ts'
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
  readonly #classOf = new KeyOrdinals()
  readonly #sample: RowSample
  #rows = 0

  /** @param rows of the table, where that is known: sampling is quicker then, and the same */
  constructor(table: TableSchema, rows?: number) {
    this.#table = table
    this.#sample = new RowSample(table, rows)
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
    for (let i = 0; i < this.#columns.length; i++) this.#columns[i].observe(batch, i, labels)
    this.#sample.observe(batch)
    this.#rows += batch.rowCount
  }

  /** The class of each row, -1 for none. Labels that have occurred are known by their hashes. */
  #labelsOf(batch: TypedBatch): Int32Array {
    const column = batch.columns[this.#labelAt]
    const hashes = cellHashes(batch, column)
    const classes = new Int32Array(batch.rowCount)
    for (let row = 0; row < classes.length; row++) {
      const [low, high] = [hashes[2 * row], hashes[2 * row + 1]]
      const known = this.#classOf.get(high, low)
      classes[row] = known >= 0 ? known : (this.#labels.get(cellText(column, row) ?? '') ?? -1)
      if (known < 0 && classes[row] >= 0) this.#classOf.set(high, low, classes[row])
    }
    return classes
  }

  /** The profile; what it was made from is given back at once, since a writer may be at work for a while yet. */
  finish(): TableProfile {
    const columns = this.#columns.splice(0).map((column) => column.finish())
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
