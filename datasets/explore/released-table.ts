/** The Parquet file of a released table, read where a page needs it: some columns of some row groups, never the whole. */
import { zstdDecompressSync } from 'node:zlib'
import { type AsyncBuffer, type ParquetScan, parquetMetadataAsync, parquetScan } from 'hyparquet'
import { formatDate, formatFloat64, formatTimestamp } from '../cell-text.ts'
import type { ColumnSchema, TableSchema } from '../schema.ts'

/** A stored file that can be read in parts. `end` is exclusive. */
export interface RangedFile {
  sizeBytes: number
  read(start: number, end: number): Promise<Uint8Array>
}

/** Rows that lie together in the file: the most that is worth reading at once. */
export interface RowRange {
  rowStart: number
  /** Exclusive. */
  rowEnd: number
}

/** The footer of most tables fits; where it does not, it is fetched in a second step. */
const FOOTER_GUESS_BYTES = 65_536

/** A text may begin with the character that is elsewhere a byte order mark. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Canonical text of a cell, as in the CSV; null for an empty one. */
export type Cell = string | null

/**
 * Opens tables that Grandstand wrote itself and whose bytes it keeps under a checksum: files of strangers are read in the
 * sandbox, by scoring/readers.
 */
export async function openReleasedTable(file: RangedFile, table: TableSchema): Promise<ReleasedTable> {
  const buffer: AsyncBuffer = {
    byteLength: file.sizeBytes,
    async slice(start, end = file.sizeBytes) {
      const bytes = await file.read(start, end)
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
    },
  }
  const metadata = await parquetMetadataAsync(buffer, { initialFetchSize: FOOTER_GUESS_BYTES })
  const scan = await parquetScan({
    ...{ file: buffer, metadata },
    compressors: {
      ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
    },
    // days and microseconds as they are stored: JavaScript's dates would lose digits
    parsers: {
      dateFromDays: (days) => days,
      timestampFromMicroseconds: (micros) => micros,
      stringFromBytes: (bytes) => bytes && utf8.decode(bytes),
    },
  })
  return new ReleasedTable(scan, table)
}

/** An opened table. */
export class ReleasedTable {
  readonly rows: number
  readonly #scan: ParquetScan
  readonly #columns: ReadonlyMap<string, ColumnSchema>

  constructor(scan: ParquetScan, table: TableSchema) {
    this.#scan = scan
    this.rows = Number(scan.metadata.num_rows)
    this.#columns = new Map(table.columns.map((column) => [column.name, column]))
  }

  /** The ranges that the rows from `from` to `to` (exclusive) lie in, each cut to what was asked for. */
  ranges(from: number, to = this.rows): RowRange[] {
    return this.#scan.ranges
      .map(({ rowStart, rowEnd }) => ({ rowStart: Math.max(rowStart, from), rowEnd: Math.min(rowEnd, to) }))
      .filter(({ rowStart, rowEnd }) => rowStart < rowEnd)
  }

  /** The cells of a column in a range that `ranges` gave, or in a part of one. */
  async cells(name: string, range: RowRange): Promise<Cell[]> {
    const column = this.#columns.get(name)
    if (!column) throw new RangeError(`the table has no column ${name}`)
    const values = await this.#scan.readColumn({ column: name, ...range })
    return Array.from(values as ArrayLike<unknown>, (value) => cellOf(column.type, value))
  }

  /** All columns of some rows of one range, row by row, in the order of the table's columns. */
  async wholeRows(rows: readonly number[]): Promise<Cell[][]> {
    if (rows.length === 0) return []
    const range = { rowStart: rows[0], rowEnd: rows[rows.length - 1] + 1 }
    const columns: Cell[][] = []
    for (const name of this.#columns.keys()) columns.push(await this.cells(name, range))
    return rows.map((row) => columns.map((cells) => cells[row - range.rowStart]))
  }
}

function cellOf(type: ColumnSchema['type'], value: unknown): Cell {
  if (value === null || value === undefined) return null
  switch (type) {
    case 'float64':
      return formatFloat64(Number(value))
    case 'date':
      return formatDate(Number(value))
    case 'timestamp':
      return formatTimestamp(BigInt(value as bigint))
    default:
      return String(value)
  }
}
