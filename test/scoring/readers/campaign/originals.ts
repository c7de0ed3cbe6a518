/** Sound files of many layouts, to be damaged. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { SeededRandom } from '#test/helpers/seeded-random.ts'

const QUERY = `SELECT 'row' || i AS id, hash(i) / 1.9e19 AS p, (hash(i + 7) / 1.9e19)::float AS q,
  (hash(i) % 100)::tinyint AS small, hash(i)::ubigint AS large, i % 3 = 0 AS flag,
  if(i % 5 = 2, NULL, 'class_' || (i % 4)) AS label, (i * 1.25)::decimal(9, 2) AS price,
  timestamp '2026-01-01 00:00:00' + to_seconds(i) AS seen FROM range(ROWS) r(i)`

/** What pyarrow, DuckDB and hyparquet-writer make of small tables. */
export async function parquetOriginals(folder: string, random: SeededRandom): Promise<Uint8Array[]> {
  const arrow = join(import.meta.dirname, '../pyarrow')
  const files: Uint8Array[] = readdirSync(arrow)
    .filter((name) => name.endsWith('.parquet') && !name.startsWith('nested'))
    .map((name) => readFileSync(join(arrow, name)))
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  for (const version of ['v1', 'v2']) {
    for (const codec of ['uncompressed', 'snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli']) {
      const path = join(folder, 'original.parquet')
      const query = QUERY.replace('ROWS', String(20 + random.below(150)))
      const options = `FORMAT parquet, PARQUET_VERSION ${version}, COMPRESSION ${codec}`
      await connection.run(`COPY (${query}) TO '${path}' (${options})`)
      files.push(readFileSync(path))
    }
  }
  connection.closeSync()
  for (const pageSize of [100, 1000, 100_000]) files.push(scores(random, pageSize))
  return files
}

/** Probabilities, plain, as the largest submissions are. */
function scores(random: SeededRandom, pageSize: number): Uint8Array {
  const data = (make: () => number) => Array.from({ length: 120 }, make)
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: data(() => 0).map((_, i) => `é${i}`), type: 'STRING', encoding: 'PLAIN' },
        { name: 'a', data: data(() => random.next()), type: 'DOUBLE', encoding: 'PLAIN' },
        { name: 'b', data: data(() => random.next()), type: 'FLOAT', encoding: 'PLAIN' },
        { name: 'c', data: data(() => random.below(1000)), type: 'INT32', encoding: 'DELTA_BINARY_PACKED' },
      ],
      pageSize,
      rowGroupSize: 50,
    }),
  )
}

/** CSV in the forms that are read. */
export function csvOriginals(random: SeededRandom): Uint8Array[] {
  const cell = (i: number) => [`é${i}`, String(random.next()), `"a ""quoted"" b,${i}"`, '', '"two\nlines"']
  const table = (end: string, quote: boolean) =>
    [
      'id,x,note,empty,more',
      ...Array.from({ length: 60 }, (_, i) => (quote ? cell(i) : [`${i}`, '0.5', 'a', '', '7']).join(',')),
    ].join(end) + end
  const plain = Buffer.from(table('\n', true))
  return [
    plain,
    Buffer.from(table('\r\n', true)),
    Buffer.from(table('\n', false)),
    Buffer.from(`\ufeff${table('\n', true)}`),
    Buffer.from(`\ufeff${table('\r\n', true)}`, 'utf16le'),
    gzipSync(plain),
    zstdCompressSync(plain),
  ]
}
