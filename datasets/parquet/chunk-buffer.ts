import { ByteBuffer } from '../byte-buffer.ts'
import type { ColumnSchema } from '../schema.ts'
import { allocateColumn, type StringColumn, type TypedColumn } from '../typed-batch.ts'

/** Room that a column has before it grows: a table of thousands of columns may have few rows. */
const FIRST_ROWS = 512

/** One column of the row group that is being collected. Rows are copied in, since batches reuse their buffers. */
export class ChunkBuffer {
  readonly schema: ColumnSchema
  /** The rows collected so far. For strings, `bytes` is refreshed by {@link seal}. */
  column: TypedColumn
  rows = 0
  readonly #bytes = new ByteBuffer(256)
  readonly #capacity: number

  constructor(schema: ColumnSchema, capacity: number) {
    this.schema = schema
    this.#capacity = capacity
    this.column = allocateColumn(schema.type, Math.min(capacity, FIRST_ROWS))
  }

  /** Bytes of text held; numbers need no bound beside the number of rows. */
  get textBytes(): number {
    return this.#bytes.length
  }

  /** Copies rows [from, to) of a batch's column. The caller keeps within the capacity. */
  append(source: TypedColumn, from: number, to: number): void {
    const at = this.rows
    if (at + to - from > this.column.nulls.length) this.#grow(at + to - from)
    const target = this.column
    target.nulls.set(source.nulls.subarray(from, to), at)
    if (target.type === 'string' && source.type === 'string') {
      this.#appendTexts(target, source, from, to)
    } else if (target.type !== 'string' && source.type === target.type) {
      // the union of typed arrays has no common `set`, but equal types have equal arrays
      const values = target.values as { set(from: ArrayLike<unknown>, at: number): void }
      values.set((source as typeof target).values.subarray(from, to), at)
    } else {
      throw new TypeError(`column '${this.schema.name}' is ${target.type}, the batch has ${source.type}`)
    }
    this.rows += to - from
  }

  #appendTexts(target: StringColumn, source: StringColumn, from: number, to: number): void {
    const { starts, ends, nulls } = source
    const shift = this.#bytes.length - starts[from]
    let at = this.rows
    let row = from
    // texts that lie one behind the other, as they mostly do, are copied at once
    for (let next = starts[from]; row < to; row++, at++) {
      if (starts[row] !== next || (nulls[row] && ends[row] !== next)) break
      next = ends[row]
      target.starts[at] = starts[row] + shift
      target.ends[at] = next + shift
    }
    if (row > from) this.#bytes.append(source.bytes, starts[from], ends[row - 1])
    for (; row < to; row++, at++) {
      target.starts[at] = this.#bytes.length
      if (!nulls[row]) this.#bytes.append(source.bytes, starts[row], ends[row])
      target.ends[at] = this.#bytes.length
    }
  }

  #grow(rows: number): void {
    const old = this.column
    const size = Math.min(this.#capacity, Math.max(rows, 2 * old.nulls.length))
    const grown = allocateColumn(old.type, size)
    grown.nulls.set(old.nulls)
    if (grown.type === 'string' && old.type === 'string') {
      grown.starts.set(old.starts)
      grown.ends.set(old.ends)
    } else if (grown.type !== 'string' && old.type === grown.type) {
      // as in `append`
      const values = grown.values as { set(from: ArrayLike<unknown>): void }
      values.set((old as typeof grown).values)
    }
    this.column = grown
  }

  /** Makes `column.bytes` current. */
  seal(): TypedColumn {
    if (this.column.type === 'string') this.column.bytes = this.#bytes.view()
    return this.column
  }

  clear(): void {
    this.rows = 0
    this.#bytes.clear()
  }
}
