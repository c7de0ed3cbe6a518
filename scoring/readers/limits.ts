/** How much a file may ask for. Reaching a limit rejects the file; nothing is ever cut off silently. */
export interface ReadLimits {
  /** Bytes after decompression. */
  decompressedBytes: number
  /** Bytes of one cell. */
  cellBytes: number
  /** Bytes of one row of a text file. */
  rowBytes: number
  columns: number
  rows: number
  /** What to do about too many rows, for the message. */
  rowAdvice?: string
  /** Bytes held in memory where a compressed or streamed file needs random access. */
  collectedBytes: number
  /** Decompressed bytes of one Parquet page. */
  pageBytes: number
  /** Decompressed bytes of the present pages and dictionaries of all columns of a Parquet file. */
  livePageBytes: number
}

const MIB = 1024 * 1024

export const DEFAULT_LIMITS: Readonly<ReadLimits> = {
  decompressedBytes: 8192 * MIB,
  cellBytes: MIB,
  rowBytes: 16 * MIB,
  columns: 20_000,
  rows: 500_000_000,
  collectedBytes: 1024 * MIB,
  pageBytes: 256 * MIB,
  livePageBytes: 1024 * MIB,
}

/** For the tables of datasets: longer texts than predictions hold, and less memory beside them. */
export const SOURCE_LIMITS: Readonly<ReadLimits> = {
  ...DEFAULT_LIMITS,
  cellBytes: 16 * MIB,
  rowBytes: 64 * MIB,
  collectedBytes: 512 * MIB,
  livePageBytes: 512 * MIB,
}
