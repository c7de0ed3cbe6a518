import { join } from 'node:path'
import { TableProfiler } from './profile.ts'
import type { TableProfile } from './profile-types.ts'
import { RowHash } from './row-hash.ts'
import { SampleCollector, type SampleRows } from './sample-rows.ts'
import type { TableSchema } from './schema.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'
import { CsvTableWriter } from './write-csv.ts'
import { ParquetTableWriter } from './write-parquet.ts'

/** One file of a release. `path` is relative to the release folder. */
export interface ReleaseFile {
  path: string
  format: 'csv' | 'parquet' | 'zip' | 'json' | 'markdown' | 'text'
  sizeBytes: number
  sha256: string
  /** The table that the file holds, and its rows. */
  table?: string
  rows?: number
}

/** Writes one table as `<name>.csv` and `<name>.parquet` with equal content, in one pass over its rows. */
export class DualTableWriter implements BatchObserver {
  rows = 0
  readonly table: TableSchema
  readonly #csv: CsvTableWriter
  readonly #parquet: ParquetTableWriter

  constructor(folder: string, table: TableSchema) {
    this.table = table
    this.#csv = new CsvTableWriter(join(folder, `${table.name}.csv`), table.columns)
    this.#parquet = new ParquetTableWriter(join(folder, `${table.name}.parquet`), table)
  }

  observe(batch: TypedBatch): void {
    this.rows += batch.rowCount
    this.#csv.observe(batch)
    this.#parquet.observe(batch)
  }

  finish(): ReleaseFile[] {
    const { name } = this.table
    const more = { table: name, rows: this.rows }
    return [
      { path: `${name}.csv`, format: 'csv', ...this.#csv.finish(), ...more },
      { path: `${name}.parquet`, format: 'parquet', ...this.#parquet.finish(), ...more },
    ]
  }

  abandon(): void {
    this.#csv.abandon()
    this.#parquet.abandon()
  }
}

/** What is known of a released table beside its files. */
export interface ReleaseTable {
  name: string
  rows: number
  /** The logical content hash, equal for both files; see {@link RowHash}. */
  rowHash: string
  profile: TableProfile
  sample: SampleRows
}

/** The files of a table and the hash of its rows. */
export interface WrittenTable {
  files: ReleaseFile[]
  rowHash: string
}

/** How a {@link ReleaseTableWriter} works. */
export interface ReleaseTableOptions {
  /** Takes the rows for comparisons with later releases. */
  index?: BatchObserver
  /** The table is written by somebody else; only the rest is gathered here. */
  elsewhere?: Promise<WrittenTable>
  /** How many there will be, where that is known. */
  rows?: number
}

/** Writes a table in both formats and gathers its row hash, profile and first rows in the same pass. */
export class ReleaseTableWriter implements BatchObserver {
  rows = 0
  readonly writer: DualTableWriter | undefined
  readonly #table: TableSchema
  readonly #hash: RowHash
  readonly #profiler: TableProfiler
  readonly #sample: SampleCollector
  readonly #options: ReleaseTableOptions

  constructor(folder: string, table: TableSchema, options: ReleaseTableOptions = {}) {
    this.#table = table
    this.writer = options.elsewhere ? undefined : new DualTableWriter(folder, table)
    this.#hash = new RowHash(table.columns)
    this.#profiler = new TableProfiler(table, options.rows)
    this.#sample = new SampleCollector(table.columns.map((c) => c.name))
    this.#options = options
  }

  observe(batch: TypedBatch): void {
    this.rows += batch.rowCount
    if (this.writer) {
      this.writer.observe(batch)
      this.#hash.observe(batch)
    }
    this.#profiler.observe(batch)
    this.#sample.observe(batch)
    this.#options.index?.observe(batch)
  }

  async finish(): Promise<{ files: ReleaseFile[]; table: ReleaseTable; schema: TableSchema }> {
    const [schema, { rows }] = [this.#table, this]
    const own = this.writer && { files: this.writer.finish(), rowHash: this.#hash.digest() }
    const profile = this.#profiler.finish()
    const { files, rowHash } = own ?? (await this.#options.elsewhere) ?? { files: [], rowHash: '' }
    const table = { name: schema.name, rows, rowHash, profile, sample: this.#sample.finish() }
    return { files, table, schema: { ...schema, rows } }
  }
}
