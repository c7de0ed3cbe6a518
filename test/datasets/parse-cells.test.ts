/** The quick way from bytes to values is that of `cell-text.ts`, cell by cell. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TextBatch } from '#core/table.ts'
import {
  formatDate,
  parseBoolean,
  parseDate,
  parseFloat64,
  parseInt64,
  parseTimestamp,
} from '#datasets/cell-text.ts'
import { daysFromCivil } from '#datasets/civil-time.ts'
import { CellMachine } from '#datasets/machine/cell-machine.ts'
import { parseCells } from '#datasets/parse-cells.ts'
import { allocateColumn, type TypedColumn } from '#datasets/typed-batch.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { literals } from '#test/scoring/readers/literals.ts'
import { seeded } from './generated-table.ts'

type ValueType = Exclude<TypedColumn['type'], 'string'>
const SLOW: Record<ValueType, (text: string) => number | bigint | boolean | undefined> = {
  int64: parseInt64,
  float64: parseFloat64,
  boolean: parseBoolean,
  date: parseDate,
  timestamp: parseTimestamp,
}

function textBatch(texts: readonly string[]): TextBatch {
  const starts = new Uint32Array(texts.length)
  const ends = new Uint32Array(texts.length)
  let at = 0
  texts.forEach((text, i) => {
    starts[i] = at
    at += Buffer.byteLength(text)
    ends[i] = at
  })
  return { form: 'text', bytes: Buffer.from(texts.join('')), starts, ends }
}

const random = seeded(5)
const below = (n: number) => Math.floor(random() * n)
const SEEDS = [
  ...['0', '-0', '+7', '007', '-', '', '1', '9007199254740991', '9007199254740992', '-9007199254740993'],
  ...[
    '9223372036854775807',
    '-9223372036854775808',
    '9223372036854775808',
    '123456789012345',
    '1234567890123456',
  ],
  ...['1.5', '.5', '5.', '.', '1e5', '1e999', '-1e-400', 'NaN', '-inf', 'Infinity', '0x10', '1_000', '１'],
  ...['true', 'TRUE', 'tRue', 'false', 'False'],
  ...[
    '2026-01-31',
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '0000-01-01',
    '9999-12-31',
    '2026-13-01',
    '2026-00-10',
  ],
  ...['2026-01-31T12:00:00Z', '2026-01-31 23:59:59', '2026-01-31T24:00:00Z', '1969-12-31T23:59:59Z'],
  ...[
    '2026-01-31T12:00:00.123456Z',
    '2026-01-31T12:00:00+02:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ],
  ...['2026-01-31T12:00', '2026-01-31t12:00:00Z', '2026-01-31T12:00:60Z', '2026-1-31', 'ä026-01-31'],
]

/** The seeds, and each with a character changed, lost or doubled. */
const TEXTS = SEEDS.flatMap((text) => [
  text,
  ...Array.from({ length: 12 }, () => {
    const at = below(text.length + 1)
    const change = ['', '0', '9', '-', ':', ' ', 'T', '.', text[at] ?? ''][below(9)]
    return text.slice(0, at) + change + text.slice(at + below(2))
  }),
  String(below(1e9) - 5e8),
  String((random() - 0.5) * 10 ** below(30)),
])

for (const type of Object.keys(SLOW) as ValueType[]) {
  test(`law (${type}): a column of texts is what each text is`, () => {
    const target = allocateColumn(type, TEXTS.length)
    const misfits = new Map<number, string>()
    const machine = new CellMachine()
    parseCells(target, textBatch(TEXTS), TEXTS.length, (row, text) => misfits.set(row, text), machine)
    TEXTS.forEach((text, row) => {
      const expected = SLOW[type](text)
      if (expected === undefined) assert.ok(misfits.has(row), `${JSON.stringify(text)} was taken`)
      else {
        assert.ok(!misfits.has(row), `${JSON.stringify(text)} was refused`)
        const found = target.type === 'string' ? undefined : target.values[row]
        assert.ok(
          Object.is(found, typeof expected === 'boolean' ? Number(expected) : expected),
          `${text}: ${found}`,
        )
      }
    })
  })
}

test('law (float64): every literal becomes the double that Number() gives, or is refused where that is infinite', () => {
  const made = literals(new SeededRandom(9))
  const texts = Array.from({ length: 60_000 }, () => made.next().value)
  const target = allocateColumn('float64', texts.length)
  const misfits = new Set<number>()
  parseCells(target, textBatch(texts), texts.length, (row) => misfits.add(row), new CellMachine())
  assert.ok(target.type === 'float64')
  const { values } = target
  texts.forEach((text, row) => {
    const expected = Number(text)
    const isRight = Number.isFinite(expected)
      ? !misfits.has(row) && Object.is(values[row], expected)
      : misfits.has(row)
    if (!isRight) assert.fail(`${text}: ${values[row]} instead of ${expected}`)
  })
})

test('law: every day of ten thousand years is itself again, and what is no day is none', () => {
  for (let days = -719_528; days <= 2_932_896; days += 37) {
    const [year, month, day] = formatDate(days).split('-').map(Number)
    assert.equal(daysFromCivil(year, month, day), days)
  }
  for (const [year, month, day] of [
    [2023, 2, 29],
    [1900, 2, 29],
    [2024, 4, 31],
    [2024, 0, 1],
    [2024, 13, 1],
    [Number.NaN, 1, 1],
  ])
    assert.ok(Number.isNaN(daysFromCivil(year, month, day)))
})
