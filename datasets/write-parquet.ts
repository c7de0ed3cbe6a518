import type { RowGroup } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import { type FileDigest, OutputFile } from './output-file.ts'
import type { ChunkBuffer } from './parquet/chunk-buffer.ts'
import { ChunkEncoder } from './parquet/chunk-encoder.ts'
import type { ParquetCodec } from './parquet/page-writer.ts'
import { schemaElements } from './parquet/schema-elements.ts'
import { RowGrouper } from './row-grouper.ts'
import { STANDARD, type TableSchema } from './schema.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'

/** Rows of a row group at most. */
export const ROW_GROUP_ROWS = 131_072
const ROW_GROUP_TEXT_BYTES = 64 << 20
/** A wide table has shorter row groups, which bounds memory again. */
const ROW_GROUP_CELLS = 1 << 24
const MAGIC = Buffer.from('PAR1')
/** The key of our schema in the file's key-value metadata. */
export const PARQUET_SCHEMA_KEY = 'grandstand.schema'

/** How a file is laid out; the defaults are the standard's. */
export interface ParquetOptions {
  /** Default `zstd`. */
  codec?: ParquetCodec
  /** Rows of a row group, at most {@link ROW_GROUP_ROWS}. */
  rowGroupRows?: number
  /** A row group also ends when its text reaches this, which bounds memory for long texts. Default 64 MiB. */
  rowGroupTextBytes?: number
}

/**
 * Writes a table as the standard's Parquet: flat, UTF-8 logical strings, dictionaries for categories and other
 * repetitive text, UTC microsecond timestamps, version 1 data pages with checksums, statistics, and our schema in
 * the key-value metadata. Memory holds one row group. Equal rows give equal bytes, however they are cut into batches.
 *
 * Pages are encoded here from bytes, without a JavaScript string per cell; page headers and footer are serialised by
 * hyparquet-writer.
 */
export class ParquetTableWriter implements BatchObserver {
  readonly #file: OutputFile
  readonly #table: TableSchema
  readonly #encoder: ChunkEncoder
  readonly #grouper: RowGrouper
  readonly #groups: RowGroup[] = []
  #rows = 0

  constructor(path: string, table: TableSchema, options: ParquetOptions = {}) {
    this.#file = new OutputFile(path)
    this.#table = table
    this.#encoder = new ChunkEncoder(this.#file, options.codec ?? 'zstd')
    const mostRows = Math.min(ROW_GROUP_ROWS, Math.ceil(ROW_GROUP_CELLS / table.columns.length))
    const limits = {
      rows: Math.min(options.rowGroupRows ?? mostRows, mostRows),
      textBytes: options.rowGroupTextBytes ?? ROW_GROUP_TEXT_BYTES,
    }
    this.#grouper = new RowGrouper(table.columns, limits, (chunks, rows) => this.#writeGroup(chunks, rows))
    this.#file.write(MAGIC)
  }

  observe(batch: TypedBatch): void {
    this.#grouper.observe(batch)
  }

  #writeGroup(chunks: readonly ChunkBuffer[], rows: number): void {
    const start = this.#file.offset
    const columns = chunks.map((chunk) => this.#encoder.encode(chunk))
    const size = columns.reduce((sum, c) => sum + (c.meta_data?.total_uncompressed_size ?? 0n), 0n)
    this.#groups.push({
      columns,
      total_byte_size: size,
      num_rows: BigInt(rows),
      file_offset: BigInt(start),
      total_compressed_size: BigInt(this.#file.offset - start),
    })
    this.#rows += rows
  }

  /** Writes the last row group and the footer, and closes the file. */
  finish(): FileDigest {
    this.#grouper.flush()
    const columns = this.#table.columns.map(({ reason: _, ...column }) => column)
    const schema = JSON.stringify({ standard: STANDARD, name: this.#table.name, columns })
    const footer = new ByteWriter()
    writeMetadata(footer, {
      // what pages and types would allow is read from themselves; the plainest readers refuse any number but 1
      version: 1,
      created_by: 'grandstand',
      schema: schemaElements(this.#table.columns),
      num_rows: BigInt(this.#rows),
      row_groups: this.#groups,
      key_value_metadata: [{ key: PARQUET_SCHEMA_KEY, value: schema }],
      metadata_length: 0,
    })
    this.#file.write(footer.getBytes())
    this.#file.write(MAGIC)
    return this.#file.close()
  }

  /** Closes the file after an error; what it holds is of no use. */
  abandon(): void {
    this.#file.abandon()
  }
}
