import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { openTable } from '#scoring/readers/open-table.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { allAs, problemsOf, readRows, readTable, type Value, valueAt } from './read-cells.ts'

const random = new SeededRandom(33)
const folder = join(import.meta.dirname, 'pyarrow')
const files = readdirSync(folder).filter((name) => /^[^-]+(-v\d.*)?\.parquet$/.test(name))
const expected: Record<string, (string | null)[]> = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
)
const names = Object.keys(expected)

/** pyarrow prints a single as the double next to it. */
function sameText(name: string, found: Value, wanted: string | null): boolean {
  if (name === 'single' && wanted !== null) return Math.fround(Number(found)) === Number(wanted)
  return found === wanted
}

for (const file of files) {
  test(`what pyarrow wrote, as text: ${file}`, async () => {
    const { columns, rows } = await readTable(join(folder, file))
    assert.deepEqual(columns, names)
    assert.equal(rows.length, file === 'empty.parquet' ? 0 : expected.id.length)
    rows.forEach((row, r) => {
      row.forEach((cell, c) => {
        assert.ok(sameText(names[c], cell, expected[names[c]][r]), `${names[c]} of row ${r}: ${cell}`)
      })
    })
  })
}

test('what pyarrow wrote, as numbers', async () => {
  const numeric = ['int64', 'small', 'uint64', 'int32', 'uint32', 'int8', 'decimal', 'double', 'single']
  const columns = Object.fromEntries(numeric.map((name) => [name, 'number' as const]))
  for (const file of files.filter((name) => name !== 'empty.parquet')) {
    const { rows } = await readTable(join(folder, file), { columns })
    for (const name of numeric) {
      const found = rows.map((row) => row[names.indexOf(name)])
      const wanted = expected[name].map((text) => (text === null ? null : Number(text)))
      assert.deepEqual(found, wanted, `${name} in ${file}`)
    }
  }
})

const COMPRESSORS = { GZIP: gzipSync, ZSTD: zstdCompressSync, BROTLI: brotliCompressSync } as const

/** The same random table as Parquet in one of many layouts, and as CSV. */
function randomTable() {
  const rowCount = random.below(3000)
  const nullShare = [0, 0.1, 0.95][random.below(3)]
  const words = ['a', 'b c', 'é', '日本', '', 'x'.repeat(200), '007']
  const fill = <T>(make: () => T) =>
    Array.from({ length: rowCount }, () => (random.next() < nullShare ? null : make()))
  const pick = <T>(values: readonly T[]) => values[random.below(values.length)]
  const columnData: ColumnSource[] = [
    { name: 'word', data: fill(() => pick(words)), type: 'STRING', encoding: pick(['PLAIN', 'RLE_DICTIONARY', 'DELTA_BYTE_ARRAY', 'DELTA_LENGTH_BYTE_ARRAY'] as const) },
    { name: 'id', data: fill(() => String(random.next())), type: 'STRING', encoding: pick(['PLAIN', 'DELTA_BYTE_ARRAY', 'DELTA_LENGTH_BYTE_ARRAY'] as const) },
    { name: 'double', data: fill(() => random.next() - 0.5), type: 'DOUBLE', encoding: pick(['PLAIN', 'BYTE_STREAM_SPLIT'] as const) },
    { name: 'few', data: fill(() => pick([0, 0.25, 1e300])), type: 'DOUBLE' },
    { name: 'int', data: fill(() => random.below(1e9) - 5e8), type: 'INT32', encoding: pick(['PLAIN', 'DELTA_BINARY_PACKED'] as const) },
    { name: 'long', data: fill(() => BigInt(random.below(2 ** 53)) * 1021n - 2n ** 60n), type: 'INT64', encoding: pick(['PLAIN', 'DELTA_BINARY_PACKED'] as const) },
    { name: 'flag', data: fill(() => random.below(2) === 1), type: 'BOOLEAN', encoding: pick(['PLAIN', 'RLE'] as const) },
  ] // biome-ignore format: one column a line
  const codec = pick(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI'] as const)
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData,
      codec,
      compressors: COMPRESSORS,
      pageSize: pick([100, 5000, 1 << 20]),
      rowGroupSize: pick([100, 1000, 100_000]),
    }),
  )
  const rows = Array.from({ length: rowCount }, (_, r) => columnData.map(({ data }) => data[r]))
  const cellText = (cell: unknown) => (cell === null ? '' : `"${String(cell).replaceAll('"', '""')}"`)
  const header = columnData.map(({ name }) => name).join(',')
  const csv = Buffer.from([header, ...rows.map((row) => row.map(cellText).join(','))].join('\n'))
  return { bytes, csv }
}

test('Parquet in any layout and CSV of the same table give equal columns', async () => {
  for (let i = 0; i < 40; i++) {
    const { bytes, csv } = randomTable()
    assert.deepEqual(await readTable(bytes), await readTable(csv))
    const columns = { double: 'number', few: 'number', int: 'number', long: 'number' } as const
    assert.deepEqual(await readTable(bytes, { columns }), await readTable(csv, { columns }))
  }
})

/** The columns of numbers as they arrive in the caller's arrays, and as the batches show them. */
async function readInto(bytes: Uint8Array, spare: number) {
  const form = { double: 'number', few: 'number', int: 'number', long: 'number', flag: 'number' } as const
  const table = await openTable(bytes, { columns: form })
  const plain = await readRows(table)
  const targets = table.columns.map((name) =>
    Object.hasOwn(form, name) ? new Float64Array(plain.length + spare) : undefined,
  )
  const seen: Value[][] = []
  for await (const batch of table.batches(targets)) {
    for (let row = 0; row < batch.rowCount; row++)
      seen.push(batch.columns.map((_, c) => valueAt(batch, c, row)))
  }
  return { plain, targets, seen }
}

test('numbers that are read into arrays of the caller are the same numbers', async () => {
  for (let i = 0; i < 30; i++) {
    const { plain, targets, seen } = await readInto(randomTable().bytes, i % 3)
    assert.deepEqual(seen, plain)
    targets.forEach((target, c) => {
      const wanted = plain.map((row) => row[c] ?? Number.NaN)
      if (target) assert.deepEqual([...target.subarray(0, plain.length)], wanted)
    })
  }
})

test('an array of the caller that is too short is left alone', async () => {
  const data = Array.from({ length: 5000 }, (_, i) => i / 7)
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'DOUBLE', encoding: 'PLAIN' }] })
  const table = await openTable(new Uint8Array(bytes), { columns: { x: 'number' } })
  const target = new Float64Array(4999)
  let sum = 0
  for await (const { columns, rowCount } of table.batches([target])) {
    const [column] = columns
    assert.ok(column.form === 'number' && column.values.buffer !== target.buffer)
    for (let i = 0; i < rowCount; i++) sum += column.values[i]
  }
  assert.ok(target.every((value) => value === 0))
  assert.equal(
    sum,
    data.reduce((total, value) => total + value, 0),
  )
})

test('hyparquet reads the same cells', async () => {
  for (const file of files.filter(
    (name) => /dictionary-v1|plain-v2-none|groups|pages/.test(name) && !/brotli|zstd|lz4/.test(name),
  )) {
    const bytes = readFileSync(join(folder, file))
    const objects = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    })
    const { rows } = await readTable(bytes)
    for (const name of ['id', 'word', 'int64', 'int32', 'boolean', 'double']) {
      const theirs = objects.map((object) => (object[name] == null ? null : String(object[name])))
      assert.deepEqual(
        rows.map((row) => row[names.indexOf(name)]),
        theirs,
        `${name} in ${file}`,
      )
    }
  }
})

test('integers keep every digit as text, and ids in any integer type equal ids in text', async () => {
  const ids = ['0', '7', '-1', '9007199254740993', '9223372036854775807', '-9223372036854775808']
  for (const encoding of ['PLAIN', 'DELTA_BINARY_PACKED', 'RLE_DICTIONARY'] as const) {
    const bytes = parquetWriteBuffer({
      columnData: [{ name: 'id', data: ids.map(BigInt), type: 'INT64', encoding }],
    })
    assert.deepEqual((await readTable(new Uint8Array(bytes))).rows.flat(), ids)
  }
})

test('texts that are numbers can be wanted as numbers; others are refused with their row', async () => {
  const make = (data: string[]) =>
    new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'STRING', encoding: 'PLAIN' }] }),
    )
  assert.deepEqual((await readTable(make(['0.5', '-1e3', 'nan']), allAs('number'))).rows.flat(), [
    0.5,
    -1000,
    Number.NaN,
  ])
  const [problem] = await problemsOf(make(['0.5', '1,5']), allAs('number'))
  assert.partialDeepStrictEqual(problem, { code: 'bad_number', line: 2, column: 'x' })
})

test('bytes that are no UTF-8 are refused with their row', async () => {
  const data = [Buffer.from('ok'), Buffer.from([0x61, 0xff]), Buffer.from('ok')]
  const bytes = parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'BYTE_ARRAY' }] })
  const [problem] = await problemsOf(new Uint8Array(bytes))
  assert.partialDeepStrictEqual(problem, { code: 'not_utf8', column: 'x' })
})

test('characters cut in two by the boundary of two texts are refused', async () => {
  for (const encoding of ['PLAIN', 'DELTA_LENGTH_BYTE_ARRAY'] as const) {
    const data = [Buffer.from([0x61, 0xc3]), Buffer.from([0xa9, 0x61])]
    const bytes = parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'BYTE_ARRAY', encoding }] })
    assert.equal((await problemsOf(new Uint8Array(bytes)))[0].code, 'not_utf8')
  }
})

test('the footer’s rows are counted before anything is read', async () => {
  const data = Array.from({ length: 1000 }, () => 'same')
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'STRING' }] }))
  const [problem] = await problemsOf(bytes, { limits: { rows: 999 } })
  assert.equal(problem.code, 'too_many_rows')
  assert.equal((await readTable(bytes, { limits: { rows: 1000 } })).rows.length, 1000)
})

test('lists, records and page limits', async () => {
  for (const file of ['nested-list.parquet', 'nested-record.parquet']) {
    assert.equal((await problemsOf(join(folder, file)))[0].code, 'unsupported_nested')
  }
  const data = Array.from({ length: 10_000 }, () => String(random.next()))
  const wide = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'STRING' }] }))
  for (const limits of [{ pageBytes: 10_000 }, { livePageBytes: 10_000 }]) {
    assert.equal((await problemsOf(wide, { limits }))[0].code, 'corrupt_page')
  }
  assert.equal((await problemsOf(wide, { limits: { cellBytes: 3 } }))[0].code, 'cell_too_long')
})

test('dictionaries of earlier row groups do not count as memory', async () => {
  const data = Array.from({ length: 20_000 }, (_, i) => `class_${i % 50}`)
  const columnData = [{ name: 'x', data, type: 'STRING' as const, encoding: 'RLE_DICTIONARY' as const }]
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 100 }))
  const { rows } = await readTable(bytes, { limits: { livePageBytes: 4000 } })
  assert.equal(rows.length, 20_000)
})
