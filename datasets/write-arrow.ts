import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from 'apache-arrow'
import { type FileDigest, OutputFile } from './output-file.ts'
import type { ChunkBuffer } from './parquet/chunk-buffer.ts'
import { RowGrouper } from './row-grouper.ts'
import { STANDARD, type TableSchema } from './schema.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from './typed-batch.ts'
import { PARQUET_SCHEMA_KEY } from './write-parquet.ts'

const GROUP_LIMITS = { rows: 65_536, textBytes: 64 << 20 }

/**
 * Writes a table as an Arrow IPC file, uncompressed, with our schema in its metadata. Equal rows give equal bytes,
 * however they are cut into batches. Memory holds one record batch of at most 65,536 rows.
 */
export class ArrowTableWriter implements BatchObserver {
  readonly #file: OutputFile
  readonly #writer = new RecordBatchFileWriter()
  readonly #schema: Schema
  readonly #grouper: RowGrouper
  readonly #written: Promise<void>

  constructor(path: string, table: TableSchema) {
    this.#file = new OutputFile(path)
    const fields = table.columns.map(({ name, type, nullable }) => new Field(name, arrowType(type), nullable))
    const columns = table.columns.map(({ reason: _, ...column }) => column)
    const ours = JSON.stringify({ standard: STANDARD, name: table.name, columns })
    this.#schema = new Schema(fields, new Map([[PARQUET_SCHEMA_KEY, ours]]))
    this.#writer.reset(undefined, this.#schema)
    this.#grouper = new RowGrouper(table.columns, GROUP_LIMITS, (chunks, rows) =>
      this.#writeGroup(chunks, rows),
    )
    this.#written = this.#drain()
    this.#written.catch(() => {}) // told by `finish`
  }

  observe(batch: TypedBatch): void {
    this.#grouper.observe(batch)
  }

  #writeGroup(chunks: readonly ChunkBuffer[], rows: number): void {
    const children = chunks.map((chunk) => arrowData(chunk.seal(), rows))
    const type = new Struct(this.#schema.fields)
    this.#writer.write(
      new RecordBatch(this.#schema, makeData({ type, length: rows, nullCount: 0, children })),
    )
  }

  async #drain(): Promise<void> {
    for await (const bytes of this.#writer) this.#file.write(bytes)
  }

  /** Writes what is left and closes the file. */
  async finish(): Promise<FileDigest> {
    this.#grouper.flush()
    this.#writer.finish()
    this.#writer.close()
    await this.#written
    return this.#file.close()
  }

  /** Closes the file after an error; what it holds is of no use. */
  abandon(): void {
    this.#writer.abort()
    this.#file.abandon()
  }
}

function arrowType(type: TypedColumn['type']): DataType {
  switch (type) {
    case 'string':
      return new Utf8()
    case 'int64':
      return new Int64()
    case 'float64':
      return new Float64()
    case 'boolean':
      return new Bool()
    case 'date':
      return new DateDay()
    case 'timestamp':
      return new TimestampMicrosecond('UTC')
  }
}

/** A bit per row, lowest first, 1 where the cell has a value. */
function bits(rows: number, isSet: (row: number) => boolean): Uint8Array {
  const bytes = new Uint8Array((rows + 7) >> 3)
  for (let row = 0; row < rows; row++) if (isSet(row)) bytes[row >> 3] |= 1 << (row & 7)
  return bytes
}

/** Copies, since the writer may hold on to what it is given. Cells beneath a null are zero. */
function arrowData(column: TypedColumn, rows: number): Data {
  const { nulls } = column
  let nullCount = 0
  for (let row = 0; row < rows; row++) nullCount += nulls[row]
  const nullBitmap = nullCount > 0 ? bits(rows, (row) => nulls[row] === 0) : undefined
  const shape = { length: rows, nullCount, nullBitmap }
  switch (column.type) {
    case 'string': {
      const valueOffsets = new Int32Array(rows + 1)
      for (let row = 0; row < rows; row++) valueOffsets[row + 1] = column.ends[row]
      return makeData({ type: new Utf8(), ...shape, valueOffsets, data: column.bytes.slice() })
    }
    case 'boolean':
      return makeData({
        type: new Bool(),
        ...shape,
        data: bits(rows, (row) => !nulls[row] && column.values[row] === 1),
      })
    case 'int64':
      return makeData({ type: new Int64(), ...shape, data: present(column.values.slice(0, rows), nulls, 0n) })
    case 'timestamp': {
      const data = present(column.values.slice(0, rows), nulls, 0n)
      return makeData({ type: new TimestampMicrosecond('UTC'), ...shape, data })
    }
    case 'float64':
      return makeData({
        type: new Float64(),
        ...shape,
        data: present(column.values.slice(0, rows), nulls, 0),
      })
    case 'date':
      return makeData({
        type: new DateDay(),
        ...shape,
        data: present(column.values.slice(0, rows), nulls, 0),
      })
  }
}

function present<V, T extends { length: number; [row: number]: V }>(
  values: T,
  nulls: Uint8Array,
  zero: V,
): T {
  for (let row = 0; row < values.length; row++) if (nulls[row]) values[row] = zero
  return values
}
