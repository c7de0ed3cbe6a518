import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import {
  craftParquet,
  dataPage,
  plainDoubles,
  plainTexts,
  runs,
} from '#test/scoring/readers/craft-parquet.ts'
import { mutate } from '#test/scoring/readers/mutate.ts'
import { bad, type CorpusCase, good } from './corpus-case.ts'

const READERS = join(import.meta.dirname, '..', '..', 'scoring', 'readers')
const golden = (name: string) => readFileSync(join(READERS, name))
const REFUSED_ARROW = /^(nested|struct|interval|run-ends|binary)/
const ARROW_ROWS: Readonly<Record<string, number>> = {
  'sliced.arrow': 50,
  'empty.arrow': 0,
  'delta.arrows': 6,
}

/** Files that pyarrow wrote. */
function* goldens(): Generator<CorpusCase> {
  for (const name of readdirSync(join(READERS, 'arrow'))) {
    if (!/\.(?:arrows?|feather)$/.test(name) || REFUSED_ARROW.test(name)) continue
    yield good(name, golden(`arrow/${name}`), ARROW_ROWS[name] ?? 100)
  }
  for (const name of readdirSync(join(READERS, 'pyarrow'))) {
    if (!name.endsWith('.parquet') || name.startsWith('nested')) continue
    const rows = name.startsWith('empty')
      ? 0
      : JSON.parse(golden('pyarrow/expected.json').toString()).id.length
    yield good(name, golden(`pyarrow/${name}`), rows)
  }
  yield good('arrow in gzip', gzipSync(golden('arrow/zstd.arrow')), 100)
  yield good(
    'parquet in gzip',
    gzipSync(golden('pyarrow/plain-v1-zstd.parquet')),
    JSON.parse(golden('pyarrow/expected.json').toString()).id.length,
  )
}

const parquet = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
  new Uint8Array(parquetWriteBuffer({ columnData }))

/** Tables of random sizes, written by libraries. */
function* written(): Generator<CorpusCase> {
  const chance = new SeededRandom(14)
  for (let n = 0; n < 20; n++) {
    const rows = 1 + chance.below(400)
    const numbers = Array.from({ length: rows }, () => chance.next() * 100)
    const names = numbers.map((_, i) => `n${i}`)
    yield good(
      `parquet ${n}`,
      () =>
        parquet([
          { name: 'id', data: names, type: 'STRING' },
          { name: 'x', data: numbers, type: 'DOUBLE' },
          { name: 'k', data: numbers.map((x) => BigInt(Math.floor(x))), type: 'INT64' },
        ]),
      rows,
      ['string', 'float64', 'int64'],
    )
    yield good(
      `arrow ${n}`,
      () =>
        tableToIPC(tableFromArrays({ id: names, x: Float64Array.from(numbers) }), n % 2 ? 'file' : 'stream'),
      rows,
      ['string', 'float64'],
    )
  }
  yield good(
    'parquet, 2,000 columns',
    () =>
      parquet(
        Array.from({ length: 2000 }, (_, j) => ({ name: `c${j}`, data: [1, 2, 3], type: 'DOUBLE' as const })),
      ),
    3,
  )
  yield good(
    'arrow, 2,000 columns',
    () =>
      tableToIPC(
        tableFromArrays(
          Object.fromEntries(Array.from({ length: 2000 }, (_, j) => [`c${j}`, Float64Array.of(1, 2, 3)])),
        ),
        'file',
      ),
    3,
  )
}

function* broken(): Generator<CorpusCase> {
  const plain = golden('arrow/plain.arrow')
  const stream = golden('arrow/stream.arrows')
  const page = golden('pyarrow/plain-v1-zstd.parquet')
  const doubles = plainDoubles([1, 2, 3])
  yield bad('arrow, lists', golden('arrow/nested.arrow'), 'unsupported_nested')
  yield bad('arrow, records', golden('arrow/struct.arrow'), 'unsupported_nested')
  yield bad('arrow, intervals', golden('arrow/interval.arrow'), 'unsupported_type')
  yield bad('arrow, run ends', golden('arrow/run-ends.arrow'), 'unsupported_type')
  yield bad('arrow, bytes', golden('arrow/binary.arrow'), 'not_utf8')
  yield bad('arrow cut off', plain.subarray(0, -1), 'truncated_arrow')
  yield bad('arrow cut in the middle', plain.subarray(0, plain.length >> 1), 'truncated_arrow')
  yield bad('arrow, only its mark', Buffer.from('ARROW1\0\0'), 'truncated_arrow')
  yield bad('arrow stream cut off', stream.subarray(0, stream.length - 3000), 'corrupt_arrow')
  yield bad('arrow, same name twice', () => tableToIPC(twice(), 'file'), 'duplicate_column')
  yield bad('parquet, lists', golden('pyarrow/nested-list.parquet'), 'unsupported_nested')
  yield bad('parquet, records', golden('pyarrow/nested-record.parquet'), 'unsupported_nested')
  yield bad('parquet cut off', page.subarray(0, -9), 'truncated_parquet')
  yield bad('parquet, only its mark', Buffer.from('PAR1PAR1'), 'truncated_parquet')
  yield bad(
    'parquet that claims 5,000,000 rows',
    craftParquet([{ type: 5, pages: [dataPage(doubles, 3)] }], 5_000_000),
    'corrupt_page',
    'truncated_parquet',
  )
  yield bad(
    'parquet of 2 billion run-length rows',
    craftParquet(
      [{ type: 0, pages: [dataPage(runs([2_000_000_000, 1]), 2_000_000_000, { encoding: 3 })] }],
      2_000_000_000,
    ),
    'too_many_rows',
    'corrupt_page',
  )
  yield bad(
    'parquet with 2 of 3 values',
    craftParquet([{ type: 5, pages: [dataPage(plainDoubles([1, 2]), 3)] }], 3),
    'corrupt_page',
  )
  yield bad(
    'parquet, latin-1',
    craftParquet([{ type: 6, pages: [dataPage(Buffer.concat([Uint8Array.of(1, 0, 0, 0, 0xe9)]), 1)] }], 1),
    'not_utf8',
  )
  yield bad(
    'parquet, a cell of 17 MB',
    () => parquet([{ name: 'a', data: ['x'.repeat(17 << 20)], type: 'STRING' }]),
    'cell_too_long',
  )
  yield bad(
    'arrow, a cell of 17 MB',
    () => tableToIPC(tableFromArrays({ a: ['x'.repeat(17 << 20)] }), 'file'),
    'cell_too_long',
  )
  yield bad(
    'parquet, a date without end',
    craftParquet([{ type: 1, schema: { 6: 6 }, pages: [dataPage(Uint8Array.of(255, 255, 255, 127), 1)] }], 1),
    'date_out_of_range',
  )
  yield bad(
    'parquet, encrypted',
    Buffer.concat([page.subarray(0, -4), Buffer.from('PARE')]),
    'looks_like_encrypted_parquet',
  )
  yield bad(
    'parquet, wrong checksum',
    craftParquet([{ type: 6, pages: [dataPage(plainTexts(['a']), 1, { crc: 17 })] }], 1),
    'corrupt_page',
  )
  yield bad('parquet, no columns', craftParquet([], 0), 'truncated_parquet', 'no_columns')
  yield bad(
    'parquet, same name twice',
    () =>
      parquet([
        { name: 'a', data: [1], type: 'DOUBLE' },
        { name: 'a', data: [1], type: 'DOUBLE' },
      ]),
    'duplicate_column',
  )
}

function twice() {
  const table = tableFromArrays({ a: Int32Array.of(1), b: Int32Array.of(2) })
  Object.assign(table.schema.fields[1], { name: 'a' })
  return table
}

/** Damage at random: whatever comes of it, it is an answer. */
function* damaged(): Generator<CorpusCase> {
  const random = new SeededRandom(15)
  const names = [
    'arrow/plain.arrow',
    'arrow/lz4.arrow',
    'arrow/zstd.arrow',
    'arrow/stream.arrows',
    'arrow/delta.arrows',
    'pyarrow/plain-v1-zstd.parquet',
    'pyarrow/dictionary-v1-snappy.parquet',
    'pyarrow/delta-v2-none.parquet',
  ]
  for (const name of names) {
    for (let n = 0; n < 10; n++) {
      const bytes = mutate(golden(name), random)
      yield { name: `${name}, damage ${n}`, make: () => bytes, expect: 'either' }
    }
  }
}

export const binaryCases: readonly CorpusCase[] = [...goldens(), ...written(), ...broken(), ...damaged()]
