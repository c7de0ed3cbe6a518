import assert from 'node:assert/strict'
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { cellText } from '#datasets/cell-text.ts'
import { findRows } from '#datasets/explore/find-rows.ts'
import { type RowsRequest, readRows } from '#datasets/explore/read-rows.ts'
import type { Cell, RangedFile } from '#datasets/explore/released-table.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { ParquetTableWriter } from '#datasets/write-parquet.ts'
import { ALL_TYPES, generateRows, type Row, toBatches } from '../generated-table.ts'

const ROWS = 2_500
const ROW_GROUP_ROWS = 400
const folder = mkdtempSync(join(tmpdir(), 'datasets-explore-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** A file on disk that counts the bytes that were read of it. */
function countedFile(path: string): RangedFile & { bytesRead: number } {
  const descriptor = openSync(path, 'r')
  after(() => closeSync(descriptor))
  return {
    bytesRead: 0,
    sizeBytes: fstatSync(descriptor).size,
    async read(start, end) {
      const bytes = Buffer.alloc(end - start)
      this.bytesRead += readSync(descriptor, bytes, 0, bytes.length, start)
      return bytes
    },
  }
}

function written(name: string, table: TableSchema, rows: Row[]) {
  const path = join(folder, name)
  const writer = new ParquetTableWriter(path, table, { rowGroupRows: ROW_GROUP_ROWS })
  for (const batch of toBatches(table, rows, 333)) writer.observe(batch)
  writer.finish()
  return countedFile(path)
}

function texts(table: TableSchema, rows: Row[]): Cell[][] {
  const out: Cell[][] = []
  for (const batch of toBatches(table, rows, 333)) {
    for (let row = 0; row < batch.rowCount; row++)
      out.push(batch.columns.map((column) => cellText(column, row)))
  }
  return out
}

const file = written('all.parquet', ALL_TYPES, generateRows(ROWS, 5))
const expected = texts(ALL_TYPES, generateRows(ROWS, 5))

/** Every page after the other, as somebody who keeps pressing "next". */
async function allPages(request: Omit<RowsRequest, 'from'>) {
  const rows: { row: number; cells: Cell[] }[] = []
  for (let from: number | null = 0; from !== null; ) {
    const page = await readRows(file, ALL_TYPES, { ...request, from })
    assert.equal(page.total, ROWS)
    assert.ok(page.rows.length <= request.limit)
    rows.push(...page.rows)
    assert.ok(page.next === null || page.next > from)
    from = page.next
  }
  return rows
}

test('all pages together are the table, exact to the last digit, whatever the page size', async () => {
  for (const limit of [100, 399, 1_000]) {
    const rows = await allPages({ limit })
    assert.deepEqual(
      rows.map(({ row }) => row),
      expected.map((_, row) => row),
    )
    assert.deepEqual(
      rows.map(({ cells }) => cells),
      expected,
    )
  }
})

test('a page reads only the row groups that it needs', async () => {
  const long = written('long.parquet', ALL_TYPES, generateRows(20_000, 6))
  await readRows(long, ALL_TYPES, { from: 10_000, limit: 10 })
  assert.ok(long.bytesRead < long.sizeBytes / 3, `${long.bytesRead} of ${long.sizeBytes} bytes`)
})

test('a question gives the rows that answer it, in order, as testing every row would', async () => {
  const at = (name: string) => ALL_TYPES.columns.findIndex((column) => column.name === name)
  const [text, count, flag, day, size] = ['text', 'count', 'flag', 'day', 'größe'].map(at)
  const strings = ALL_TYPES.columns.flatMap(({ type }, i) => (type === 'string' ? i : []))
  const questions: [Omit<RowsRequest, 'from' | 'limit'>, (cells: Cell[]) => boolean][] = [
    [{ search: 'ASTRONAUT' }, () => false],
    [{ search: 'Line' }, (cells) => strings.some((i) => cells[i]?.toLowerCase().includes('line'))],
    [{ filter: { column: 'text', test: 'is', value: '007' } }, (cells) => cells[text] === '007'],
    [
      { filter: { column: 'text', test: 'contains', value: 'QUOTED' } },
      (cells) => /quoted/.test(cells[text] ?? ''),
    ],
    [{ filter: { column: 'flag', test: 'empty', value: '' } }, (cells) => cells[flag] === null],
    [{ filter: { column: 'count', test: 'filled', value: '' } }, (cells) => cells[count] !== null],
    [
      { filter: { column: 'größe', test: 'at-least', value: '-1.5' } },
      (cells) => cells[size] !== null && Number(cells[size]) >= -1.5,
    ],
    [
      { filter: { column: 'day', test: 'at-most', value: '1990-06-01' }, search: 'value' },
      (cells) =>
        cells[day] !== null &&
        Date.parse(cells[day]) <= Date.parse('1990-06-01') &&
        strings.some((i) => cells[i]?.includes('value')),
    ],
  ]
  for (const [question, answers] of questions) {
    const rows = await allPages({ ...question, limit: 37 })
    const wanted = expected.flatMap((cells, row) => (answers(cells) ? [{ row, cells }] : []))
    assert.deepEqual(rows, wanted, JSON.stringify(question))
  }
})

test('a question about a column that is not there, or a bound of another type, says so', async () => {
  const ask = (column: string, value: string) =>
    readRows(file, ALL_TYPES, { from: 0, limit: 1, filter: { column, test: 'at-least', value } })
  await assert.rejects(ask('colour', '1'), {
    code: 'invalid_input',
    message: /no column 'colour'; it has id, text/,
  })
  await assert.rejects(ask('count', 'many'), {
    code: 'invalid_input',
    message: /'many' is no bound for count/,
  })
})

test('a table without rows has one empty page', async () => {
  const empty = written('empty.parquet', ALL_TYPES, [])
  const page = await readRows(empty, ALL_TYPES, { from: 0, limit: 10, search: 'x' })
  assert.deepEqual(page, { rows: [], next: null, total: 0 })
})

test('rows are found by id, and unknown ids are left out', async () => {
  const found = await findRows(
    file,
    ALL_TYPES,
    'id',
    new Set(['id-0', 'id-399', 'id-400', 'id-2499', 'nobody']),
  )
  assert.deepEqual(
    [...found].sort(([a], [b]) => (a < b ? -1 : 1)),
    [0, 2499, 399, 400].map((row) => [`id-${row}`, expected[row]]),
  )
})
