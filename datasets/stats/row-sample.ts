import { cellText } from '../cell-text.ts'
import type { ColumnSchema, TableSchema } from '../schema.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from '../typed-batch.ts'
import { numberAt } from './column-numbers.ts'
import { sampleBound, scatter } from './hashed-sample.ts'

const MOST_COLUMNS = 40
const SEED = 20_000
/** Categories are told apart by this much of them. */
const CATEGORY_CHARACTERS = 120

/** What the sampled cells of a column are: numbers (milliseconds for instants), codes of categories, lengths of texts. */
export type SampledAs = 'number' | 'category' | 'length'

/** One column of a sample. `values` has NaN where a cell is null or no finite number. */
export interface SampledColumn {
  name: string
  as: SampledAs
  values: Float64Array
  /** What the codes stand for, by code. */
  categories: readonly string[]
}

function sampledAs({ type, modality, role }: ColumnSchema): SampledAs | undefined {
  if (modality === 'id' || modality === 'image' || role === 'id' || role === 'ignore') return undefined
  if (modality === 'text') return 'length'
  return type === 'string' || type === 'boolean' || modality === 'categorical' || role === 'label'
    ? 'category'
    : 'number'
}

/** Gathers the sampled cells of one column. */
class ColumnCells {
  readonly schema: ColumnSchema
  readonly as: SampledAs
  /** The column's position in the table. */
  readonly at: number
  readonly values: Float64Array
  readonly #codes = new Map<string, number>()

  constructor(schema: ColumnSchema, as: SampledAs, at: number, limit: number) {
    this.schema = schema
    this.as = as
    this.at = at
    this.values = new Float64Array(limit)
  }

  read(column: TypedColumn, row: number): number {
    if (column.nulls[row]) return Number.NaN
    if (this.as === 'category') return this.#code((cellText(column, row) ?? '').slice(0, CATEGORY_CHARACTERS))
    if (column.type !== 'string') {
      const value = numberAt(column, row)
      return Number.isFinite(value) ? value : Number.NaN
    }
    let codePoints = 0
    for (let i = column.starts[row]; i < column.ends[row]; i++) {
      if ((column.bytes[i] & 0xc0) !== 0x80) codePoints++
    }
    return codePoints
  }

  #code(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    this.#codes.set(text, this.#codes.size)
    return this.#codes.size - 1
  }

  finish(size: number): SampledColumn {
    const categories = [...this.#codes.keys()]
    return { name: this.schema.name, as: this.as, values: this.values.subarray(0, size), categories }
  }
}

/**
 * At most `limit` rows of a table, every row with the same chance, as numbers: of labels first, then of the first
 * columns up to 40 in all; none of ids and images. Which rows depends on their positions and a fixed seed only. Takes
 * at most 40 × 8 bytes a row and the categories that it met.
 */
export class RowSample implements BatchObserver {
  readonly #columns: ColumnCells[]
  readonly #limit: number
  readonly #ordinals: Uint32Array
  #below: number
  #size = 0
  #rows = 0

  /** @param rows how many the table has, where that is known, as for a `HashedSample` */
  constructor(table: TableSchema, rows = 0, limit = 20_000) {
    const found = table.columns.flatMap((column, at) => {
      const as = sampledAs(column)
      return as ? [{ column, as, at }] : []
    })
    const isLabel = ({ column }: (typeof found)[number]) => column.role === 'label'
    const chosen = [...found.filter(isLabel), ...found.filter((one) => !isLabel(one))].slice(0, MOST_COLUMNS)
    this.#limit = limit
    this.#below = sampleBound(rows, limit, SEED)
    this.#ordinals = new Uint32Array(limit)
    this.#columns = chosen
      .sort((a, b) => a.at - b.at)
      .map(({ column, as, at }) => new ColumnCells(column, as, at, limit))
  }

  observe({ columns, rowCount }: TypedBatch): void {
    if (this.#columns.length === 0) return
    for (let row = 0; row < rowCount; row++) {
      const ordinal = this.#rows + row
      while (this.#size === this.#limit && scatter(ordinal, SEED) < this.#below) this.#halve()
      if (scatter(ordinal, SEED) >= this.#below) continue
      this.#ordinals[this.#size] = ordinal
      for (const cells of this.#columns) cells.values[this.#size] = cells.read(columns[cells.at], row)
      this.#size++
    }
    this.#rows += rowCount
  }

  #halve(): void {
    this.#below /= 2
    let size = 0
    for (let i = 0; i < this.#size; i++) {
      if (scatter(this.#ordinals[i], SEED) >= this.#below) continue
      this.#ordinals[size] = this.#ordinals[i]
      for (const { values } of this.#columns) values[size] = values[i]
      size++
    }
    this.#size = size
  }

  /** The sample as it stands: `rows` of them, the columns in the order of the table. */
  finish(): { rows: number; columns: SampledColumn[] } {
    return { rows: this.#size, columns: this.#columns.map((cells) => cells.finish(this.#size)) }
  }
}
