import { ByteBuffer } from '../byte-buffer.ts'
import type { ColumnSchema } from '../schema.ts'
import { allocateColumn, type TypedColumn } from '../typed-batch.ts'

/** One column of the row group that is being collected. Rows are copied in, since batches reuse their buffers. */
export class ChunkBuffer {
  readonly schema: ColumnSchema
  /** The rows collected so far. For strings, `bytes` is refreshed by {@link seal}. */
  readonly column: TypedColumn
  rows = 0
  readonly #bytes = new ByteBuffer(1 << 12)

  constructor(schema: ColumnSchema, capacity: number) {
    this.schema = schema
    this.column = allocateColumn(schema.type, capacity)
  }

  /** Bytes of text held; numbers need no bound beside the number of rows. */
  get textBytes(): number {
    return this.#bytes.length
  }

  /** Copies rows [from, to) of a batch's column. The caller keeps within the capacity. */
  append(source: TypedColumn, from: number, to: number): void {
    const at = this.rows
    const target = this.column
    target.nulls.set(source.nulls.subarray(from, to), at)
    if (target.type === 'string' && source.type === 'string') {
      for (let row = from; row < to; row++) {
        target.starts[at + row - from] = this.#bytes.length
        if (!source.nulls[row]) this.#bytes.append(source.bytes, source.starts[row], source.ends[row])
        target.ends[at + row - from] = this.#bytes.length
      }
    } else if (target.type !== 'string' && source.type === target.type) {
      // the union of typed arrays has no common `set`, but equal types have equal arrays
      const values = target.values as { set(from: ArrayLike<unknown>, at: number): void }
      values.set((source as typeof target).values.subarray(from, to), at)
    } else {
      throw new TypeError(`column '${this.schema.name}' is ${target.type}, the batch has ${source.type}`)
    }
    this.rows += to - from
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
