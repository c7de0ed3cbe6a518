/** `grandstand dataset convert` as a user runs it: real files, the real sandbox, and readers that are not ours. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { describe, it, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { UsageError } from '#bin/commands/command.ts'
import { datasetConvertCommand } from '#bin/commands/dataset-convert.ts'
import { cellText } from '#datasets/cell-text.ts'
import type { TableFormat } from '#datasets/open-table-writer.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { CsvTableWriter } from '#datasets/write-csv.ts'
import { type ConvertedTable, convertTable } from '#scoring/tables/convert-table.ts'
import { ALL_TYPES, generateRows, type Row, toBatches } from '../datasets/generated-table.ts'
import { readParquet } from '../datasets/read-back.ts'
import { tempFolder } from '../datasets/temp-folder.ts'

const GRANDSTAND = fileURLToPath(new URL('../../bin/grandstand.ts', import.meta.url))
const folder = tempFolder()

interface Run {
  code: number | null
  out: string
  err: string
}

function start(words: readonly string[], cwd = folder.path) {
  const child = spawn(process.execPath, [GRANDSTAND, 'dataset', 'convert', ...words], { cwd })
  const run: Run = { code: null, out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    run.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    run.err += chunk
  })
  const ended = new Promise<Run>((resolve) => {
    child.on('close', (code) => resolve({ ...run, code }))
  })
  return { child, ended }
}

const convert = (...words: string[]) => start(words).ended

/** In this process, which saves the start of another. */
async function converted(path: string, outPath: string, table?: TableSchema): Promise<ConvertedTable> {
  const format = extname(outPath).slice(1) as TableFormat
  return convertTable({ path, outPath, format, table, replace: false })
}

const ROWS = generateRows(1000, 31)

/** A table of every type as CSV. */
function everything(): string {
  const csv = folder.fresh('everything.csv')
  const writer = new CsvTableWriter(csv, ALL_TYPES.columns)
  for (const batch of toBatches(ALL_TYPES, ROWS, 500)) writer.observe(batch)
  writer.finish()
  return csv
}

describe('no loss', () => {
  const csv = everything()
  const place = dirname(folder.fresh('x'))

  it('law: round and round through every format, the row hash and the bytes of a format stay', async () => {
    const first = await converted(csv, join(place, 'a.parquet'), ALL_TYPES)
    assert.equal(first.rows, ROWS.length)
    let from = join(place, 'a.parquet')
    for (const [i, format] of ['arrow', 'jsonl', 'tsv', 'csv', 'parquet'].entries()) {
      const to = join(place, `b${i}.${format}`)
      const next = await converted(from, to, ALL_TYPES)
      assert.equal(next.rowHash, first.rowHash, format)
      assert.equal(next.sha256, createHash('sha256').update(readFileSync(to)).digest('hex'))
      from = to
    }
    assert.deepEqual(readFileSync(from), readFileSync(join(place, 'a.parquet')))
    assert.deepEqual(readFileSync(join(place, 'b3.csv')), readFileSync(csv))
  })

  it('hyparquet reads the cells that went in', async () => {
    assertRows(await readParquet(join(place, 'a.parquet'), ALL_TYPES), ROWS)
  })

  it('DuckDB reads the cells that went in, from Parquet and CSV', async () => {
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
    const texts = ALL_TYPES.columns.map(({ name, type }) => {
      const column = `"${name.replaceAll('"', '""')}"`
      // its client drops a byte order mark at the beginning of a text
      if (type === 'string') return `hex(encode(${column}))`
      if (type === 'timestamp') return `epoch_us(${column})`
      return type === 'date' ? `date_diff('day', DATE '1970-01-01', ${column})` : column
    })
    const query = (source: string) => `SELECT ${texts.join(', ')} FROM ${source}`
    const fromParquet = await connection.runAndReadAll(query(`read_parquet('${join(place, 'a.parquet')}')`))
    assertRows(fromParquet.getRows(), ROWS.map(forDuckdb))
    const names = { string: 'VARCHAR', int64: 'BIGINT', float64: 'DOUBLE', boolean: 'BOOLEAN', date: 'DATE' }
    const types = ALL_TYPES.columns.map(
      ({ name, type }) => `'${name}': '${type === 'timestamp' ? 'TIMESTAMPTZ' : names[type]}'`,
    )
    const csvSource = `read_csv('${csv}', header = true, columns = {${types.join(', ')}}, allow_quoted_nulls = false, max_line_size = 100000)`
    const fromCsv = await connection.runAndReadAll(query(csvSource))
    assertRows(fromCsv.getRows(), ROWS.map(forDuckdb))
  })

  it('pandas, or where there is none Python itself, reads the cells that went in, from CSV', () => {
    const out = execFileSync('/usr/bin/python3', ['-c', READ_CSV, csv], {
      maxBuffer: 1 << 28,
      encoding: 'utf8',
    })
    const expected = toBatches(ALL_TYPES, ROWS, ROWS.length).flatMap(({ rowCount, columns }) =>
      Array.from({ length: rowCount }, (_, row) => columns.map((column) => cellText(column, row) ?? '')),
    )
    assertRows(JSON.parse(out), [ALL_TYPES.columns.map(({ name }) => name), ...expected])
  })
})

const READ_CSV = `
import csv, json, sys
try:
    import pandas
    frame = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
    rows = [list(frame.columns)] + frame.values.tolist()
except ImportError:
    with open(sys.argv[1], encoding='utf-8', newline='') as file:
        rows = list(csv.reader(file, strict=True))
json.dump(rows, sys.stdout)
`

/** DuckDB's values for ours: texts as the digits of their bytes, counts of days as bigints. */
function forDuckdb(row: Row): unknown[] {
  return row.map((value, i) => {
    const { type } = ALL_TYPES.columns[i]
    if (value === null) return null
    if (type === 'string') return Buffer.from(String(value)).toString('hex').toUpperCase()
    return type === 'date' ? BigInt(Number(value)) : value
  })
}

/** Row by row: a difference of two whole tables would take minutes to show. */
function assertRows(actual: readonly unknown[], expected: readonly unknown[]): void {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) assert.deepEqual(actual[i], expected[i], `row ${i}`)
}

test('without a schema types are inferred: CSV and Parquet of one table have one row hash', async () => {
  const csv = folder.write(
    'a.csv',
    'id,n,big,at,text\n007,1,9007199254740993,2026-01-31T12:00:00Z,"a\nb"\n008,,5,,""\n',
  )
  const first = await converted(csv, folder.fresh('a.parquet'))
  assert.deepEqual(
    first.table.columns.map(({ type }) => type),
    ['string', 'int64', 'int64', 'timestamp', 'string'],
  )
  const back = folder.fresh('b.csv')
  const parquet = folder.fresh('b.parquet')
  assert.equal((await converted(csv, parquet)).rowHash, first.rowHash)
  assert.equal((await converted(parquet, back)).rowHash, first.rowHash)
  assert.equal(readFileSync(back, 'utf8'), readFileSync(csv, 'utf8'))
})

test('it tells people what it wrote', async () => {
  const csv = folder.write('a.csv', 'id,x\n1,2\n')
  const { code, out } = await convert(csv, folder.fresh('a.parquet'))
  assert.equal(code, 0)
  assert.match(out, /rows +1\n +row hash +rows-v1:[0-9a-f]{64}\n +sha256 +[0-9a-f]{64}/)
})

test('a bad table is exit 1 with its line, and leaves nothing', async () => {
  const csv = folder.write('bad.csv', 'id,x\na,1\nb\n')
  const out = folder.fresh('bad.parquet')
  const json = await convert(csv, out, '--json')
  assert.equal(json.code, 1)
  assert.equal(JSON.parse(json.out).problems[0].line, 3)
  assert.deepEqual(readdirSync(dirname(out)), [])
})

test('a table that does not fit the given schema is exit 1, and names line and column', async () => {
  const table: TableSchema = {
    name: 'data',
    columns: [{ name: 'x', type: 'int64', modality: 'numeric', role: 'feature', nullable: false }],
  }
  const dataset = { standard: 'grandstand-data/1', kind: 'classification', tables: [table] }
  const schema = folder.write('schema.json', JSON.stringify(dataset))
  const out = folder.fresh('a.parquet')
  const { code, out: said } = await convert(folder.write('a.csv', 'x\n1\ntwo\n'), out, '--schema', schema)
  assert.equal(code, 1)
  assert.match(said, /line 3, column 'x': Found 'two'/)
  assert.equal(existsSync(out), false)
})

test('a file that is there is kept without --force, and replaced whole with it', async () => {
  const csv = folder.write('a.csv', 'id,x\n1,2\n')
  const out = folder.write('a.parquet', 'mine')
  const refused = await convert(csv, out)
  assert.equal(refused.code, 2)
  assert.match(refused.err, /--force[\s\S]*grandstand dataset convert/)
  assert.equal(readFileSync(out, 'utf8'), 'mine')
  // somebody made it meanwhile
  await assert.rejects(converted(csv, out), { code: 'already_exists' })
  assert.equal(readFileSync(out, 'utf8'), 'mine')
  const replaced = await convert(csv, out, '--force', '--json')
  assert.equal(JSON.parse(replaced.out).sizeBytes, readFileSync(out).length)
})

test('wrong usage is told before anything is read', async () => {
  const csv = folder.write('a.csv', 'id,x\n1,2\n')
  const out = folder.fresh('a.parquet')
  const calls = [
    [csv],
    [csv, 'a.docx'],
    ['missing.csv', out],
    [csv, 'no/such/folder/a.parquet'],
    [dirname(csv), out],
    [csv, out, '--schema', 'missing.json'],
    [csv, out, '--schema', csv],
    [csv, out, '--nonsense'],
  ]
  for (const words of calls) await assert.rejects(datasetConvertCommand(words), UsageError, words.join(' '))
})

test('Ctrl-C in the middle leaves neither the new file nor a part of it, and keeps the old one', async () => {
  const rows = Array.from({ length: 1_500_000 }, (_, i) => `r${i},${i % 1000}`).join('\n')
  const csv = folder.write('long.csv', `id,x\n${rows}\n`)
  const place = dirname(folder.fresh('x'))
  mkdirSync(place, { recursive: true })
  const out = join(place, 'out.csv')
  writeFileSync(out, 'mine')
  const { child, ended } = start([csv, out, '--force', '--json'])
  // the partial file appears when writing has begun
  const timer = setInterval(() => {
    if (readdirSync(place).length < 2) return
    clearInterval(timer)
    child.kill('SIGINT')
  }, 5)
  const { code, err } = await ended
  clearInterval(timer)
  assert.equal(code, 3, err)
  assert.match(err, /Nothing was written/)
  assert.deepEqual(readdirSync(place), ['out.csv'])
  assert.equal(readFileSync(out, 'utf8'), 'mine')
})
