import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { memoryFeed } from '#scoring/readers/bytes/feed.ts'
import { readCsv } from '#scoring/readers/csv/read-csv.ts'
import { DEFAULT_LIMITS } from '#scoring/readers/limits.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { literals } from './literals.ts'
import { mutate } from './mutate.ts'
import { readRows } from './read-cells.ts'

const random = new SeededRandom(8)
const count = Number(process.env.LITERALS ?? 150_000)

test('machine code gives every literal the double that Number() gives, bit for bit', async () => {
  const texts = literals(random)
  for (let done = 0; done < count; done += 50_000) {
    const expected = Array.from({ length: 50_000 }, () => texts.next().value)
    const lines = expected.map((text, i) => (i % 5 === 4 ? `${text}\n` : `${text},`))
    const table = await readCsv(() => memoryFeed(Buffer.from(`a,b,c,d,e\n${lines.join('')}`)), {
      columns: (header) => header.map(() => 'number'),
      limits: DEFAULT_LIMITS,
      machineCode: true,
    })
    for (const [row, values] of (await readRows(table)).entries()) {
      for (const [column, value] of values.entries()) {
        const text = expected[row * 5 + column]
        if (!Object.is(value, Number(text))) assert.fail(`${text}: ${value} instead of ${Number(text)}`)
      }
    }
  }
})

/** What reading comes to: cells and lines, or the problems. */
async function outcome(
  bytes: Uint8Array,
  options: { windowBytes: number; machineCode: boolean; delimiter?: number },
): Promise<unknown> {
  try {
    const table = await readCsv(() => memoryFeed(bytes), {
      columns: { x: 'number', y: 'number' },
      limits: DEFAULT_LIMITS,
      ...options,
    })
    const rows = await readRows(table)
    const lines: number[] = []
    for await (const batch of table.batches()) {
      for (let row = 0; row < batch.rowCount; row++) lines.push(batch.lineOf(row))
    }
    return { columns: table.columns, rows, lines }
  } catch (error) {
    if (error instanceof GrandstandError) return error.problems
    throw error
  }
}

test('machine code and script read damaged files alike, to the last problem', async () => {
  const cells = [
    '',
    '1',
    '0.5',
    '-1e-3',
    '1e400',
    'nan',
    '"2"',
    '12345678901234567890.5',
    '.5',
    '5.',
    '1.2345678901234567e-7',
  ]
  const pick = () => cells[random.below(cells.length)]
  let accepted = 0
  for (let i = 0; i < 600; i++) {
    const ends = ['\n', '\r\n', '\r'][random.below(3)]
    const rows = Array.from(
      { length: 20 },
      (_, r) => `é${r},${pick()},${'t'.repeat(random.below(40))},${pick()}`,
    )
    const text = Buffer.from(['id,x,t,y', ...rows].join(ends))
    const bytes = i % 2 ? text : mutate(text, random)
    const windowBytes = [8, 100, 1 << 18][random.below(3)]
    const expected = await outcome(bytes, { windowBytes, machineCode: false })
    const found = await outcome(bytes, { windowBytes, machineCode: true })
    assert.deepEqual(found, expected, JSON.stringify(bytes.toString()))
    if (!Array.isArray(expected)) accepted++
  }
  assert.ok(accepted > 200, `${accepted} accepted`)
})

test('machine code and script find the same texts, whatever is in quotes or missing', async () => {
  const pieces = ['', 'a', 'é', '""', '\n', '\r\n', '\r', ',', ';', ' ', '\t', 'long enough for two steps']
  const quoted = () => `"${Array.from({ length: random.below(5) }, () => pieces[random.below(12)]).join('')}"`
  const cell = () => ['', 'plain', '12', quoted(), quoted(), 'ünï'][random.below(6)]
  let accepted = 0
  for (let i = 0; i < 800; i++) {
    const delimiter = [',', ';', '\t', '|'][random.below(4)]
    const width = 1 + random.below(4)
    const row = (_: unknown, r: number) =>
      Array.from({ length: width }, (_, c) => (r === 0 ? `c${c}` : cell())).join(delimiter)
    const ends = ['\n', '\n', '\r\n', '\r'][random.below(4)]
    const text = Buffer.from(Array.from({ length: 30 }, row).join(ends))
    const bytes = i % 3 ? text : mutate(text, random)
    const options = { windowBytes: [8, 100, 1 << 18][random.below(3)], delimiter: delimiter.charCodeAt(0) }
    const expected = await outcome(bytes, { ...options, machineCode: false })
    const found = await outcome(bytes, { ...options, machineCode: true })
    assert.deepEqual(found, expected, JSON.stringify(bytes.toString()))
    if (!Array.isArray(expected)) accepted++
  }
  assert.ok(accepted > 400, `${accepted} accepted`)
})

test('a list of doubled quotes that is full loses none', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `"a ""${i}""","",`)
  const bytes = Buffer.from(`a,b,c\n${rows.join('\n')}\n`)
  const found = await outcome(bytes, { windowBytes: 1 << 19, machineCode: true })
  const expected = rows.map((_, i) => [`a "${i}"`, '', null])
  assert.deepEqual((found as { rows: unknown }).rows, expected)
})
