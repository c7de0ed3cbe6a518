/** Reads written tables with readers that are not ours: hyparquet, parquetjs-lite and Python's csv module. */
import { execFileSync } from 'node:child_process'
import { zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { TableSchema } from '#datasets/schema.ts'
import type { Row, Value } from './generated-table.ts'

const compressors = { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) }
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Physical values: the defaults make inexact Dates of instants and lose a leading U+FEFF. */
const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes),
  timestampFromMicroseconds: (micros: bigint) => micros,
  dateFromDays: (days: number) => days,
}

/** A Parquet file's rows by hyparquet. */
export async function readParquet(path: string, table: TableSchema): Promise<Row[]> {
  const file = await asyncBufferFromFile(path)
  const rows = await parquetReadObjects({ file, compressors, parsers })
  return rows.map((row) => table.columns.map((c) => (row[c.name] ?? null) as Value))
}

/** A Parquet file's footer by hyparquet. */
export async function readFooter(path: string) {
  return parquetMetadataAsync(await asyncBufferFromFile(path))
}

const PYTHON = `
import csv, json, sys
with open(sys.argv[1], encoding='utf-8', newline='') as f:
    rows = list(csv.reader(f, strict=True))
json.dump(rows, sys.stdout)
`

/** A CSV file's records, the header among them, by Python's csv module (which knows no null). */
export function readCsvWithPython(path: string): string[][] {
  const text = execFileSync('python3', ['-c', PYTHON, path], { maxBuffer: 1 << 28, encoding: 'utf8' })
  return JSON.parse(text) as string[][]
}
