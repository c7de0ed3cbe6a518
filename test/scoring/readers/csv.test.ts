import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import type { Problem } from '#core/errors.ts'
import { memoryFeed } from '#scoring/readers/bytes/feed.ts'
import { readCsv } from '#scoring/readers/csv/read-csv.ts'
import { DEFAULT_LIMITS } from '#scoring/readers/limits.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { inChunks, problemsOf, readRows, readTable, type Value } from './read-cells.ts'

const random = new SeededRandom(5)
const CELLS = [
  '',
  'a',
  'b c',
  '"',
  ',',
  '\n',
  '\r\n',
  'é',
  '日本語',
  '🏁',
  '0.25',
  '-1e3',
  'x'.repeat(300),
  '""',
  '\r',
]

/** Rows of random cells and the CSV that says them, in one of its many spellings. */
function randomTable(): { text: string; rows: Value[][]; lines: number[] } {
  const width = 1 + random.below(4)
  const end = ['\n', '\r\n', '\r'][random.below(3)]
  const rows: Value[][] = []
  const lines: number[] = []
  let text = Array.from({ length: width }, (_, i) => `c${i}`).join(',') + end
  let line = 2
  for (let r = random.below(30); r >= 0; r--) {
    const row = Array.from({ length: width }, () => CELLS[random.below(CELLS.length)])
    const isQuoted = row.map((cell) => /[",\r\n]/.test(cell) || random.below(3) === 0)
    rows.push(row.map((cell, i) => (cell === '' && !isQuoted[i] ? null : cell)))
    lines.push(line)
    const spelled = row.map((cell, i) => (isQuoted[i] ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
    // an empty line of a table with several columns is none of its rows; this table spells no such row
    text += (spelled === '' && width > 1 ? '""' : spelled) + end
    line += 1 + row.join('\0').split(/\r\n|\r|\n/).length - 1
  }
  // without the last line end a last row that is one empty cell would not be there
  const mayBeCut = rows[rows.length - 1][0] !== null && random.below(2) === 0
  return { text: mayBeCut ? text.slice(0, -end.length) : text, rows, lines }
}

async function readInWindows(text: string, windowBytes: number, machineCode: boolean) {
  const bytes = new TextEncoder().encode(text)
  const table = await readCsv(() => memoryFeed(bytes), { limits: DEFAULT_LIMITS, windowBytes, machineCode })
  const lines: number[] = []
  const rows: Value[][] = []
  for await (const batch of table.batches()) {
    for (let row = 0; row < batch.rowCount; row++) lines.push(batch.lineOf(row))
  }
  rows.push(...(await readRows(table)))
  return { rows, lines }
}

test('cells, nulls and line numbers survive any spelling and any window, down to one byte', async () => {
  for (let i = 0; i < 150; i++) {
    const { text, rows, lines } = randomTable()
    for (const windowBytes of [1, 2, 3, 7, 64, 1 << 18]) {
      for (const machineCode of [true, false]) {
        const read = await readInWindows(text, windowBytes, machineCode)
        assert.deepEqual(read.rows, rows, JSON.stringify(text))
        assert.deepEqual(read.lines, lines, JSON.stringify(text))
      }
    }
  }
})

test('a stream in chunks of one byte equals the whole', async () => {
  for (let i = 0; i < 20; i++) {
    const { text, rows } = randomTable()
    const bytes = new TextEncoder().encode(text)
    assert.deepEqual((await readTable(inChunks(bytes, 1))).rows, rows)
  }
})

test("Python's csv module reads the same cells", async () => {
  const texts = Array.from({ length: 40 }, () => randomTable().text)
  const program = [
    'import csv, io, json, sys',
    'texts = json.load(sys.stdin)',
    'print(json.dumps([[row for row in csv.reader(io.StringIO(t, newline=""), strict=True)] for t in texts]))',
  ].join('\n')
  const output = execFileSync('python3', ['-c', program], {
    input: JSON.stringify(texts),
    maxBuffer: 1 << 28,
  })
  const expected = JSON.parse(output.toString()) as string[][][]
  for (const [i, text] of texts.entries()) {
    const { columns, rows } = await readTable(new TextEncoder().encode(text))
    // it has no nulls, and gives an empty list for an empty line
    const ours = [columns, ...rows].map((row) => row.map((cell) => cell ?? ''))
    assert.deepEqual(
      ours,
      expected[i].map((row) => (row.length === 0 ? [''] : row)),
      JSON.stringify(text),
    )
  }
})

test('numbers, nulls and quoted numbers of a number column', async () => {
  const text = 'id,x\na,0.1\nb,\nc,"2.5"\nd,nan\ne,-inf\n'
  const { rows } = await readTable(Buffer.from(text), { columns: { x: 'number' } })
  assert.deepEqual(rows, [
    ['a', 0.1],
    ['b', null],
    ['c', 2.5],
    ['d', Number.NaN],
    ['e', Number.NEGATIVE_INFINITY],
  ])
})

test('a null of one batch does not stay in the next', async () => {
  const text = `a,b\n${Array.from({ length: 40_000 }, (_, i) => (i % 40_000 === 5 ? ',' : `${i},${i}`)).join('\n')}`
  const { rows } = await readTable(Buffer.from(text), { columns: { b: 'number' } })
  assert.equal(rows.length, 40_000)
  // one by one: the difference of two large tables takes minutes to print
  for (const [i, row] of rows.entries()) assert.deepEqual(row, i === 5 ? [null, null] : [String(i), i])
})

test('marks, empty lines and a header alone', async () => {
  const bom = await readTable(Buffer.from('\ufeffid,x\n1,2\n\n\n3,4\n\n'))
  assert.deepEqual(bom, {
    columns: ['id', 'x'],
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
  })
  assert.deepEqual(await readTable(Buffer.from('id,x')), { columns: ['id', 'x'], rows: [] })
  assert.deepEqual((await readTable(Buffer.from('x\n1\n\n2\n'))).rows, [['1'], [null], ['2']])
  const inner = await readTable(Buffer.from('id,x\n\ufeffa,1\n'))
  assert.deepEqual(inner.rows, [['\ufeffa', '1']])
})

test('names of the prototype are ordinary column names', async () => {
  const { rows } = await readTable(Buffer.from('constructor,__proto__\n1,2\n'), { columns: {} })
  assert.deepEqual(rows, [['1', '2']])
})

const REFUSED: readonly (readonly [string, string | Uint8Array, Partial<Problem>])[] = [
  ['empty file', '', { code: 'empty_file' }],
  ['mark alone', '\ufeff', { code: 'empty_file' }],
  ['short row', 'a,b\n1,2\n3\n', { code: 'ragged_row', line: 3 }],
  ['long row', 'a,b\n1,2,3\n', { code: 'ragged_row', line: 2 }],
  ['ragged after a quoted line end', 'a,b\n"1\n\n",2\n3\n', { code: 'ragged_row', line: 5 }],
  ['open quote', 'a,b\n1,2\n3,"4\n5,6\n', { code: 'unterminated_quote', line: 3, column: 'b' }],
  ['open quote in the header', 'a,"b\n1,2\n', { code: 'unterminated_quote', line: 1 }],
  ['text behind a quote', 'a,b\n1,"2"x\n', { code: 'bad_quote', line: 2, column: 'b' }],
  ['quote within a cell', 'a,b\n1,2"x\n', { code: 'bad_quote', line: 2, column: 'b' }],
  ['bad number', 'a,n\n1,2\n3,zwei\n', { code: 'bad_number', line: 3, column: 'n' }],
  ['decimal comma', 'a,n\n1,"2,5"\n', { code: 'bad_number', line: 2, column: 'n' }],
  ['quoted nothing as a number', 'a,n\n1,""\n', { code: 'bad_number', line: 2, column: 'n' }],
  ['zero byte', 'a,b\n1,\0\n', { code: 'nul_byte', line: 2 }],
  ['Latin-1', Buffer.from('a,b\n1,2\n3,é\n', 'latin1'), { code: 'not_utf8', line: 3 }],
  ['Latin-1 at the end', Buffer.from('a,b\n1,é', 'latin1'), { code: 'not_utf8', line: 2 }],
  ['surrogate in UTF-8', Buffer.from([0x61, 0x0a, 0xed, 0xa0, 0x80, 0x0a]), { code: 'not_utf8', line: 2 }],
  ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), { code: 'nul_byte', line: 1 }],
  ['same name twice', 'a,a\n1,2\n', { code: 'duplicate_column', column: 'a' }],
  ['index column', ',a\n0,2\n', { code: 'unnamed_column', line: 1 }],
  ['semicolons', 'a;b\n1;2\n', { code: 'wrong_separator', line: 1 }],
  ['tabs', 'a\tb\n1\t2\n', { code: 'wrong_separator', line: 1 }],
]

for (const [name, content, expected] of REFUSED) {
  test(`refused: ${name}`, async () => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    for (const input of [bytes, inChunks(bytes, 1)]) {
      const [problem] = await problemsOf(input, { columns: { n: 'number' } })
      assert.partialDeepStrictEqual(problem, expected)
      assert.ok(problem.message.length > 20)
    }
  })
}

test('several wrong rows are reported together, twenty at most', async () => {
  const rows = Array.from({ length: 100 }, (_, i) => (i % 2 ? `${i}` : `${i},x${i}`))
  const problems = await problemsOf(Buffer.from(`id,n\n${rows.join('\n')}`), { columns: { n: 'number' } })
  assert.equal(problems.length, 20)
  assert.deepEqual(
    problems.slice(0, 3).map(({ line, code }) => [line, code]),
    [
      [2, 'bad_number'],
      [3, 'ragged_row'],
      [4, 'bad_number'],
    ],
  )
})

test('limits: columns, rows, cells, lines', async () => {
  const bytes = Buffer.from(`a,b\n1,${'x'.repeat(2000)}\n3,4\n`)
  const code = async (limits: object) => (await problemsOf(bytes, { limits }))[0].code
  assert.equal(await code({ columns: 1 }), 'too_many_columns')
  assert.equal(await code({ rows: 1 }), 'too_many_rows')
  assert.equal(await code({ cellBytes: 1999 }), 'cell_too_long')
  await readTable(bytes, { limits: { cellBytes: 2000, columns: 2, rows: 2 } })
})

async function* endless(piece: string, times: number, taken: { count: number }) {
  yield Buffer.from('a,b\n')
  for (let i = 0; i < times; i++) {
    taken.count++
    yield Buffer.from(piece)
  }
}

for (const [name, piece, code] of [
  ['one cell', 'x'.repeat(1 << 16), 'cell_too_long'],
  ['one quoted cell', `"${'x\n'.repeat(1 << 16)}`.slice(0, 1 << 16), 'bad_quote'],
  ['one row', `${'x'.repeat(99)},`.repeat(655), 'line_too_long'],
] as const) {
  test(`a line of 200 MB is refused long before its end: ${name}`, async () => {
    const taken = { count: 0 }
    const [problem] = await problemsOf(endless(piece, 3200, taken))
    assert.equal(problem.code, code)
    assert.ok(taken.count < 600, `${taken.count} pieces of 64 KB were taken`)
  })
}

test('leaving early closes the source', async () => {
  let isClosed = false
  async function* source() {
    try {
      yield Buffer.from('a\n')
      for (;;) yield Buffer.from('1\n'.repeat(100_000))
    } finally {
      isClosed = true
    }
  }
  const table = await openTable(source())
  for await (const batch of table.batches()) if (batch.rowCount > 0) break
  await new Promise((done) => setImmediate(done))
  assert.ok(isClosed)
})
