import type { FileDigest } from './output-file.ts'
import type { TableSchema } from './schema.ts'
import type { BatchObserver } from './typed-batch.ts'
import { ArrowTableWriter } from './write-arrow.ts'
import { CsvTableWriter } from './write-csv.ts'
import { JsonLinesTableWriter } from './write-json-lines.ts'
import { ParquetTableWriter } from './write-parquet.ts'

/** Formats that a table can be written in. A release has CSV and Parquet. */
export const TABLE_FORMATS = ['csv', 'tsv', 'parquet', 'arrow', 'jsonl'] as const
/** One of {@link TABLE_FORMATS}. */
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** Writes the rows that pass by into one file. */
export interface TableWriter extends BatchObserver {
  /** Writes what is left and closes the file. */
  finish(): FileDigest | Promise<FileDigest>
  /** Closes the file after an error; what it holds is of no use. */
  abandon(): void
}

/**
 * Starts a file of this format. Equal rows give equal bytes, whatever the format.
 *
 * @throws the system's EEXIST when there is such a file
 */
export function openTableWriter(path: string, format: TableFormat, table: TableSchema): TableWriter {
  switch (format) {
    case 'csv':
      return new CsvTableWriter(path, table.columns)
    case 'tsv':
      return new CsvTableWriter(path, table.columns, '\t')
    case 'parquet':
      return new ParquetTableWriter(path, table)
    case 'arrow':
      return new ArrowTableWriter(path, table)
    case 'jsonl':
      return new JsonLinesTableWriter(path, table.columns)
  }
}
