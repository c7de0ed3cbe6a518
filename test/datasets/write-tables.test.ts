import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import parquetjs from 'parquetjs-lite'
import { formatDate, formatFloat64, formatTimestamp } from '#datasets/cell-text.ts'
import { RowHash } from '#datasets/row-hash.ts'
import { CsvTableWriter } from '#datasets/write-csv.ts'
import { PARQUET_SCHEMA_KEY, type ParquetOptions, ParquetTableWriter } from '#datasets/write-parquet.ts'
import { ALL_TYPES, generateRows, type Row, toBatches, type Value } from './generated-table.ts'
import { readCsvWithPython, readFooter, readParquet } from './read-back.ts'

let folder = ''
let files = 0
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'datasets-write-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

function writeParquet(rows: Row[], batchRows: number, options?: ParquetOptions, table = ALL_TYPES): string {
  const path = join(folder, `${files++}.parquet`)
  const writer = new ParquetTableWriter(path, table, options)
  for (const batch of toBatches(ALL_TYPES, rows, batchRows)) writer.observe(batch)
  const digest = writer.finish()
  assert.equal(digest.sizeBytes, readFileSync(path).length)
  return path
}

function writeCsv(rows: Row[], batchRows: number): string {
  const path = join(folder, `${files++}.csv`)
  const writer = new CsvTableWriter(path, ALL_TYPES.columns)
  for (const batch of toBatches(ALL_TYPES, rows, batchRows)) writer.observe(batch)
  writer.finish()
  return path
}

function asText(value: Value, type: string): string {
  if (value === null) return ''
  if (type === 'float64') return formatFloat64(value as number)
  if (type === 'date') return formatDate(value as number)
  if (type === 'timestamp') return formatTimestamp(value as bigint)
  return String(value)
}

for (const codec of ['zstd', 'snappy'] as const) {
  test(`Parquet (${codec}) reads back equal with hyparquet, over several row groups`, async () => {
    for (const [count, seed, rowGroupRows] of [
      [1, 1, 100],
      [7, 2, 3],
      [2500, 3, 1000],
    ]) {
      const rows = generateRows(count, seed)
      const path = writeParquet(rows, 333, { codec, rowGroupRows })
      assert.deepStrictEqual(await readParquet(path, ALL_TYPES), rows)
    }
  })
}

test('a table without rows is a valid file in both formats', async () => {
  assert.deepEqual(await readParquet(writeParquet([], 1), ALL_TYPES), [])
  assert.deepEqual(readCsvWithPython(writeCsv([], 1)), [ALL_TYPES.columns.map((c) => c.name)])
})

test('CSV reads back equal with Python, and tells null from the empty string', () => {
  const rows = generateRows(800, 4)
  const path = writeCsv(rows, 100)
  const [header, ...cells] = readCsvWithPython(path)
  assert.deepEqual(
    header,
    ALL_TYPES.columns.map((c) => c.name),
  )
  const expected = rows.map((row) => row.map((value, i) => asText(value, ALL_TYPES.columns[i].type)))
  assert.deepEqual(cells, expected)
})

test('CSV bytes: quotes only where needed, LF, no BOM, an empty string is quoted', () => {
  const row: Row = ['007', '', 'red', null, 5n, -0, true, false, 0, 1n, null]
  const text = readFileSync(writeCsv([row], 1), 'utf8')
  assert.equal(
    text,
    'id,text,"kind, of ""thing""",count,exact,größe,flag,sure,day,at,empty\n' +
      '007,"",red,,5,-0.0,true,false,1970-01-01,1970-01-01T00:00:00.000001Z,\n',
  )
})

test('equal rows give equal bytes and an equal row hash, however they are cut into batches', () => {
  const rows = generateRows(1200, 5)
  const bytes = (path: string) => readFileSync(path)
  const hash = (batchRows: number) => {
    const rowHash = new RowHash(ALL_TYPES.columns)
    for (const batch of toBatches(ALL_TYPES, rows, batchRows)) rowHash.observe(batch)
    return rowHash.digest()
  }
  const whole = bytes(writeParquet(rows, 1200, { rowGroupRows: 500 }))
  const wholeCsv = bytes(writeCsv(rows, 1200))
  for (const batchRows of [1, 7, 499, 1200]) {
    assert.ok(bytes(writeParquet(rows, batchRows, { rowGroupRows: 500 })).equals(whole))
    assert.ok(bytes(writeCsv(rows, batchRows)).equals(wholeCsv))
    assert.equal(hash(batchRows), hash(1200))
  }
})

test('the row hash changes with a cell, with null for empty, with the order of rows, with a name and a type', () => {
  const hash = (rows: Row[], columns = ALL_TYPES.columns) => {
    const rowHash = new RowHash(columns)
    for (const batch of toBatches(ALL_TYPES, rows, 10)) rowHash.observe(batch)
    return rowHash.digest()
  }
  const rows = generateRows(20, 6)
  const change = (at: number, value: Value) => rows.map((row, i) => (i === 3 ? row.with(at, value) : row))
  const renamed = ALL_TYPES.columns.map((c) => (c.name === 'text' ? { ...c, name: 'words' } : c))
  const hashes = [
    hash(rows),
    hash(change(1, '')),
    hash(change(1, null)),
    hash(change(5, 0)),
    hash(change(5, -0)),
    hash(rows.toReversed()),
    hash(rows.slice(1)),
    hash(rows, renamed),
  ]
  assert.equal(new Set(hashes).size, hashes.length)
})

test('the footer says what the standard asks: codec, row groups, types, dictionary, schema, checksums', async () => {
  const footer = await readFooter(writeParquet(generateRows(300, 7), 50, { rowGroupRows: 128 }))
  assert.deepEqual(
    footer.row_groups.map((g) => g.num_rows),
    [128n, 128n, 44n],
  )
  const meta = footer.row_groups[0].columns.map((c) => c.meta_data)
  assert.ok(meta.every((m) => m?.codec === 'ZSTD'))
  assert.ok(meta[2]?.encodings.includes('RLE_DICTIONARY'))
  const at = footer.schema.find((e) => e.name === 'at')
  assert.deepEqual(at?.logical_type, { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' })
  assert.deepEqual(footer.schema.find((e) => e.name === 'text')?.logical_type, { type: 'STRING' })
  const stored = footer.key_value_metadata?.find((kv) => kv.key === PARQUET_SCHEMA_KEY)?.value
  assert.deepEqual(JSON.parse(stored ?? '').columns, ALL_TYPES.columns)
})

test('the plainest reader there is, parquetjs-lite, reads the snappy variant', async () => {
  const rows = generateRows(400, 8)
  // it takes a comma in a name for a path
  const columns = ALL_TYPES.columns.map((c) => ({ ...c, name: c.name.replace(',', '') }))
  const path = writeParquet(rows, 90, { codec: 'snappy', rowGroupRows: 150 }, { ...ALL_TYPES, columns })
  const reader = await parquetjs.ParquetReader.openFile(path)
  try {
    const cursor = reader.getCursor()
    for (const row of rows) {
      const record = await cursor.next()
      assert.ok(record)
      columns.forEach((c, i) => {
        const found = record[c.name] ?? null
        // it hands out integers as doubles and instants as Dates; texts, doubles and booleans are exact
        if (c.type === 'int64' && row[i] !== null) assert.equal(Number(found), Number(row[i]))
        else if (c.type === 'date' && row[i] !== null)
          assert.equal(new Date(found as Date).getTime(), Number(row[i]) * 86_400_000)
        else if (c.type === 'timestamp' && row[i] !== null)
          assert.ok(Math.abs(new Date(found as Date).getTime() - Number((row[i] as bigint) / 1000n)) <= 1)
        else assert.equal(found, row[i], c.name)
      })
    }
    assert.equal(await cursor.next(), null)
  } finally {
    await reader.close()
  }
})

test('long texts end a row group early, at the same rows however they are cut into batches', async () => {
  const rows = generateRows(500, 9)
  const options = { rowGroupTextBytes: 2_000 }
  const path = writeParquet(rows, 500, options)
  assert.deepEqual(await readParquet(path, ALL_TYPES), rows)
  const { row_groups } = await readFooter(path)
  assert.ok(row_groups.length > 5, `${row_groups.length} row groups`)
  for (const batchRows of [1, 13]) {
    assert.ok(readFileSync(writeParquet(rows, batchRows, options)).equals(readFileSync(path)))
  }
})

test('a page ends after about a MiB, and a chunk of many pages reads back', async () => {
  const rows = generateRows(40, 10).map((row, i): Row => row.with(1, `${i} ${'long text '.repeat(10_000)}`))
  assert.deepEqual(await readParquet(writeParquet(rows, 7), ALL_TYPES), rows)
})

test('a file that exists is not overwritten', () => {
  const path = writeCsv([], 1)
  assert.throws(() => new CsvTableWriter(path, ALL_TYPES.columns), /EEXIST/)
})
