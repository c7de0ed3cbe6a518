/** The quick ways from bytes to values and back are those of `cell-text.ts`, cell by cell. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TextBatch } from '#core/table.ts'
import {
  cellText,
  formatFloat64,
  parseBoolean,
  parseDate,
  parseFloat64,
  parseInt64,
  parseTimestamp,
} from '#datasets/cell-text.ts'
import { civilFromDays, daysFromCivil } from '#datasets/civil-time.ts'
import { LONGEST_VALUE_TEXT, valueWriter } from '#datasets/format-cells.ts'
import { parseCells } from '#datasets/parse-cells.ts'
import { allocateColumn, type TypedColumn } from '#datasets/typed-batch.ts'
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
    parseCells(target, textBatch(TEXTS), TEXTS.length, (row, text) => misfits.set(row, text))
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

function written(column: Exclude<TypedColumn, { type: 'string' }>, row: number): string {
  const out = Buffer.alloc(LONGEST_VALUE_TEXT, '!')
  return out.toString('latin1', 0, valueWriter(column)(out, 0, row))
}

test('law: what is written as bytes is the canonical text', () => {
  const float64: TypedColumn = {
    ...allocateColumn('float64', 4000),
    type: 'float64',
    values: new Float64Array(4000),
  }
  const bits = new DataView(float64.values.buffer)
  for (let row = 0; row < 4000; row++) {
    const kind = row % 4
    if (kind === 0) bits.setBigUint64(8 * row, BigInt(below(2 ** 32)) * 2n ** 32n + BigInt(below(2 ** 32)))
    else if (kind === 1) float64.values[row] = below(2e6) / 10 ** below(7)
    else if (kind === 2) float64.values[row] = -below(2e15) / 10 ** below(9)
    else float64.values[row] = (random() - 0.5) * 10 ** below(12)
    assert.equal(written(float64, row), formatFloat64(float64.values[row]))
    assert.equal(written(float64, row), cellText(float64, row))
  }
  for (const [i, value] of [0, -0, 1e-6, 1e-7, 1e9, 0.1, 1e21, Number.NaN, -1 / 0, 5e-324].entries()) {
    float64.values[i] = value
    assert.equal(written(float64, i), formatFloat64(value))
  }
  for (const type of ['int64', 'timestamp'] as const) {
    const column = { ...allocateColumn(type, 3000), type, values: new BigInt64Array(3000) }
    for (let row = 0; row < 3000; row++) {
      const size = BigInt(below(2 ** 32)) * 2n ** BigInt(below(20)) + BigInt(below(1000))
      const value = row % 2 ? size : -size
      column.values[row] =
        type === 'int64' ? value * 4096n : (value * (row % 3 ? 1_000_000n : 1n)) % 253_402_300_800_000_000n
      if (type === 'timestamp' && column.values[row] < -62_167_219_200_000_000n) column.values[row] = 0n
      assert.equal(written(column, row), cellText(column, row))
    }
  }
})

test('law: every day of ten thousand years is itself again, and what is no day is none', () => {
  const date = { ...allocateColumn('date', 1), type: 'date' as const, values: new Int32Array(1) }
  for (let days = -719_528; days <= 2_932_896; days += 37) {
    const civil = civilFromDays(days)
    assert.equal(daysFromCivil(Math.floor(civil / 10_000), Math.floor(civil / 100) % 100, civil % 100), days)
    date.values[0] = days
    assert.equal(written(date, 0), cellText(date, 0))
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
