import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { craftParquet, dataPage, plainDoubles, plainTexts, type Thrift } from './craft-parquet.ts'
import { allAs, problemsOf, readTable } from './read-cells.ts'

let connection: DuckDBConnection
const folder = mkdtempSync(join(tmpdir(), 'parquet-types-'))
before(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})
after(() => {
  connection.closeSync()
  rmSync(folder, { recursive: true })
})

/** A query's result as Parquet, as DuckDB writes it. */
async function written(query: string, options = ''): Promise<string> {
  const path = join(folder, 'table.parquet')
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet${options})`)
  return path
}

/** A DuckDB expression, and the text that the reader gives. */
const CELLS: readonly [string, string][] = [
  ["'-128'::tinyint", '-128'],
  ["'-32768'::smallint", '-32768'],
  ['255::utinyint', '255'],
  ['65535::usmallint', '65535'],
  ['4294967295::uinteger', '4294967295'],
  ['18446744073709551615::ubigint', '18446744073709551615'],
  ["'-9223372036854775808'::bigint", '-9223372036854775808'],
  ['1.25::decimal(4, 2)', '1.25'],
  ['-12345.678::decimal(15, 3)', '-12345.678'],
  ['123456789012345678901.5::decimal(38, 1)', '123456789012345678901.5'],
  ["date '2024-02-29'", '2024-02-29'],
  ["date '1582-10-04'", '1582-10-04'],
  ["time '12:34:56.789'", '12:34:56.789'],
  ["timestamp '2024-02-29 12:34:56.789012'", '2024-02-29T12:34:56.789012Z'],
  ["timestamp_s '2024-02-29 12:34:56'", '2024-02-29T12:34:56Z'],
  ["timestamp_ms '1969-12-31 23:59:59.999'", '1969-12-31T23:59:59.999Z'],
  ["timestamp_ns '2024-02-29 12:34:56.789012345'", '2024-02-29T12:34:56.789012345Z'],
  ["timestamptz '2024-02-29 12:34:56.5+02'", '2024-02-29T10:34:56.5Z'],
  ["uuid '01234567-89ab-cdef-0123-456789abcdef'", '01234567-89ab-cdef-0123-456789abcdef'],
  ["'b'::enum('a', 'b')", 'b'],
  [`'{"a": "é"}'::json`, '{"a": "é"}'],
  ['true', 'true'],
  ['0.1::float', '0.1'],
  ['0.1::double', '0.1'],
]

for (const options of [
  '',
  ', COMPRESSION uncompressed',
  ', PARQUET_VERSION v2, COMPRESSION zstd',
  ', PARQUET_VERSION v2, COMPRESSION lz4_raw',
  ', COMPRESSION gzip',
  ', COMPRESSION brotli',
]) {
  test(`every plain type as DuckDB writes it${options}`, async () => {
    const row = CELLS.map(([expression], i) => `${expression} AS c${i}`).join(', ')
    const nulls = CELLS.map((_, i) => `if(i % 3 = 1, NULL, c${i}) AS c${i}`).join(', ')
    const query = `SELECT ${nulls} FROM (SELECT ${row}), range(5000) r(i)`
    const { rows } = await readTable(await written(query, options))
    assert.equal(rows.length, 5000)
    const texts = CELLS.map(([, text]) => text)
    rows.forEach((cells, i) => {
      assert.deepEqual(cells, i % 3 === 1 ? texts.map(() => null) : texts)
    })
  })
}

test('numbers in any type and encoding are those that DuckDB reads', async () => {
  const query = `SELECT i::varchar AS id, hash(i) AS u, (hash(i) / 1e19)::float AS f, hash(i + 1) / 1.9e19 AS d,
    (hash(i) % 200)::smallint AS s, (hash(i) % 1000 / 100)::decimal(9, 2) AS m FROM range(20000) r(i)`
  for (const options of [', PARQUET_VERSION v2', ', ROW_GROUP_SIZE 3000', ', DICTIONARY_SIZE_LIMIT 1']) {
    const path = await written(query, options)
    const columns = { u: 'number', f: 'number', d: 'number', s: 'number', m: 'number' } as const
    const { rows } = await readTable(path, { columns })
    const theirs = await connection.runAndReadAll(
      `SELECT id, u::double, f::double, d, s::double, m::double FROM '${path}'`,
    )
    assert.deepEqual(rows, theirs.getRows())
  }
})

test('columns without a plain form are refused by name', async () => {
  const wrong: [string, string][] = [
    ['[1, 2]', 'unsupported_nested'],
    ["{'a': 1}", 'unsupported_nested'],
    ["map {'a': 1}", 'unsupported_nested'],
    ['interval 3 days', 'unsupported_type'],
  ]
  for (const [expression, code] of wrong) {
    const path = await written(`SELECT 1 AS id, ${expression} AS x`)
    assert.partialDeepStrictEqual((await problemsOf(path))[0], { code, column: 'x' })
  }
  const [bytes] = await problemsOf(await written(`SELECT '\\xff'::blob AS x`))
  assert.partialDeepStrictEqual(bytes, { code: 'not_utf8', column: 'x' })
})

const [INT64, INT96, TEXT, FIXED] = [2, 3, 6, 7]

/** One column of values that DuckDB does not write. */
function crafted(type: number, schema: { [field: number]: Thrift }, body: Uint8Array, rows: number): Buffer {
  return craftParquet([{ type, schema, pages: [dataPage(body, rows)] }], rows)
}

test('halves are numbers', async () => {
  const bits = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x8000)
  const file = crafted(FIXED, { 2: 2, 10: { 15: {} } }, new Uint8Array(bits.buffer), bits.length)
  const values = [1, -2, 2 ** -24, 65504, Infinity, -Infinity, -0]
  assert.deepEqual((await readTable(file, allAs('number'))).rows.flat(), values)
  const texts = ['1', '-2', String(2 ** -24), '65504', 'inf', '-inf', '-0']
  assert.deepEqual((await readTable(file)).rows.flat(), texts)
})

test('decimals of any length in bytes', async () => {
  const body = Buffer.concat(
    [1, 2, 9].map((length) => {
      const value = Buffer.alloc(4 + length, 0xff)
      value.writeUInt32LE(length)
      value[4 + length - 1] = 0x85
      return value
    }),
  )
  const file = crafted(TEXT, { 6: 5, 7: 2, 8: 20 }, body, 3)
  assert.deepEqual((await readTable(file)).rows.flat(), ['-1.23', '-1.23', '-1.23'])
  assert.deepEqual((await readTable(file, allAs('number'))).rows.flat(), [-1.23, -1.23, -1.23])
})

test('times and timestamps to the nanosecond, and those of 96 bits', async () => {
  const count = (value: bigint) => new Uint8Array(BigInt64Array.of(value).buffer)
  const nanos = { 1: true, 2: { 3: {} } }
  const time = crafted(INT64, { 10: { 7: nanos } }, count(86_399_000_000_001n), 1)
  assert.deepEqual((await readTable(time)).rows.flat(), ['23:59:59.000000001'])
  const stamp = crafted(INT64, { 10: { 8: nanos } }, count(-1n), 1)
  assert.deepEqual((await readTable(stamp)).rows.flat(), ['1969-12-31T23:59:59.999999999Z'])
  const old = Buffer.concat([count(3_600_000_000_001n), Uint8Array.of(0x8c, 0x3d, 0x25, 0)])
  assert.deepEqual((await readTable(crafted(INT96, {}, old, 1))).rows.flat(), [
    '1970-01-01T01:00:00.000000001Z',
  ])
})

test('LZ4 in the frames of Hadoop, and without', async () => {
  const plain = plainDoubles([0.5])
  const block = Buffer.concat([Uint8Array.of(8 << 4), plain])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(8)
  frame.writeUInt32BE(block.length, 4)
  for (const body of [block, Buffer.concat([frame, block])]) {
    const pages = [dataPage(body, 1, { size: 8 })]
    const file = craftParquet([{ type: 5, codec: 5, pages }], 1)
    assert.deepEqual((await readTable(file, allAs('number'))).rows, [[0.5]])
  }
})

test('texts of every annotation are texts', async () => {
  const old = [0, 4, 19].map((converted): { [field: number]: Thrift } => ({ 6: converted }))
  const newer = [1, 4, 12].map((logical): { [field: number]: Thrift } => ({ 10: { [logical]: {} } }))
  for (const schema of [{}, ...old, ...newer]) {
    const file = crafted(TEXT, schema, plainTexts(['007', 'é']), 2)
    assert.deepEqual((await readTable(file)).rows.flat(), ['007', 'é'])
  }
})
