import { ChunkBuffer } from './parquet/chunk-buffer.ts'
import type { ColumnSchema } from './schema.ts'
import type { BatchObserver, StringColumn, TypedBatch } from './typed-batch.ts'

/** When a group of rows is full. */
export interface GroupLimits {
  rows: number
  /** A group also ends with the row that reaches this, which bounds memory for long texts. */
  textBytes: number
}

function textOf({ nulls, starts, ends }: StringColumn, from: number, to: number): number {
  let sum = 0
  for (let row = from; row < to; row++) if (!nulls[row]) sum += ends[row] - starts[row]
  return sum
}

/** Collects rows into groups for formats that hold them column by column. Where batches are cut does not show. */
export class RowGrouper implements BatchObserver {
  readonly #chunks: ChunkBuffer[]
  readonly #limits: GroupLimits
  readonly #onGroup: (chunks: readonly ChunkBuffer[], rows: number) => void

  /** @param onGroup takes the columns of a full group; they are emptied after it */
  constructor(
    columns: readonly ColumnSchema[],
    limits: GroupLimits,
    onGroup: (chunks: readonly ChunkBuffer[], rows: number) => void,
  ) {
    this.#chunks = columns.map((column) => new ChunkBuffer(column, limits.rows))
    this.#limits = limits
    this.#onGroup = onGroup
  }

  observe(batch: TypedBatch): void {
    for (let from = 0; from < batch.rowCount; ) {
      const to = from + this.#rowsThatFit(batch, from)
      for (let i = 0; i < this.#chunks.length; i++) this.#chunks[i].append(batch.columns[i], from, to)
      from = to
      if (this.#chunks[0].rows === this.#limits.rows || this.#textBytes() >= this.#limits.textBytes)
        this.flush()
    }
  }

  #textBytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.textBytes, 0)
  }

  /** How many rows from `from` on still belong to this group. */
  #rowsThatFit({ columns, rowCount }: TypedBatch, from: number): number {
    const room = Math.min(rowCount - from, this.#limits.rows - this.#chunks[0].rows)
    const texts = columns.filter((column) => column.type === 'string')
    let text = this.#textBytes()
    // column by column is quicker, and nearly always enough
    const all = texts.reduce((sum, column) => sum + textOf(column, from, from + room), text)
    if (all < this.#limits.textBytes) return room
    for (let row = from; row < from + room; row++) {
      for (const { nulls, starts, ends } of texts) if (!nulls[row]) text += ends[row] - starts[row]
      if (text >= this.#limits.textBytes) return row - from + 1
    }
    return room
  }

  /** Ends the group, if there is any row in it. */
  flush(): void {
    const { rows } = this.#chunks[0]
    if (rows > 0) this.#onGroup(this.#chunks, rows)
    for (const chunk of this.#chunks) chunk.clear()
  }
}
