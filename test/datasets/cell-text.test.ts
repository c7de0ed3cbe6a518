import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatDate,
  formatFloat64,
  formatTimestamp,
  looksLike,
  parseBoolean,
  parseDate,
  parseFloat64,
  parseInt64,
  parseTimestamp,
} from '#datasets/cell-text.ts'
import { seeded } from './generated-table.ts'

test('law: every double survives its text, bit for bit', () => {
  const random = seeded(1)
  const view = new DataView(new ArrayBuffer(8))
  for (let i = 0; i < 20_000; i++) {
    view.setUint32(0, random() * 2 ** 32)
    view.setUint32(4, random() * 2 ** 32)
    const value = view.getFloat64(0)
    const text = formatFloat64(value)
    assert.ok(Object.is(parseFloat64(text), value), text)
    assert.match(text, /[.e]|^NaN$|^-?inf$/)
  }
})

test('law: every day and every microsecond survives its text; texts sort like time', () => {
  const random = seeded(2)
  let last = ''
  const days = Array.from({ length: 5000 }, () => Math.floor(random() * 3_652_000) - 719_000).sort(
    (a, b) => a - b,
  )
  for (const day of days) {
    const text = formatDate(day)
    assert.equal(parseDate(text), day)
    assert.ok(text >= last)
    last = text
  }
  for (let i = 0; i < 5000; i++) {
    const micros = BigInt(Math.floor((random() - 0.3) * 9e15))
    assert.equal(parseTimestamp(formatTimestamp(micros)), micros)
  }
})

test('instants: zones, fractions, and what is none', () => {
  const same = [
    '2024-02-29T12:30:00Z',
    '2024-02-29 12:30:00',
    '2024-02-29T14:30+02:00',
    '2024-02-29T07:00:00.000000000-0530',
  ]
  for (const text of same)
    assert.equal(formatTimestamp(parseTimestamp(text) ?? 0n), '2024-02-29T12:30:00Z', text)
  assert.equal(
    formatTimestamp(parseTimestamp('1969-12-31T23:59:59.999999Z') ?? 0n),
    '1969-12-31T23:59:59.999999Z',
  )
  const none = [
    '2023-02-29T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.0000001Z',
    '24-01-01',
    'now',
    '2024-13-01T00:00Z',
    '2024-01-01T00:00:00+25:00',
  ]
  for (const text of none) assert.equal(parseTimestamp(text), undefined, text)
})

test('integers keep all 64 bits and refuse the 65th', () => {
  assert.equal(parseInt64('9223372036854775807'), 2n ** 63n - 1n)
  assert.equal(parseInt64('-9223372036854775808'), -(2n ** 63n))
  for (const text of ['9223372036854775808', '', ' 1', '1.0', '1e3', '0x10', '1_000', '١']) {
    assert.equal(parseInt64(text), undefined, text)
  }
})

test('numbers, booleans and dates: only their grammar', () => {
  for (const text of ['', '.', '-', '1,5', '1e999', '0x1', 'Infinity!', ' 1'])
    assert.equal(parseFloat64(text), undefined, text)
  assert.deepEqual(['inf', '-Infinity', 'NaN', '.5', '5.'].map(parseFloat64), [
    Infinity,
    -Infinity,
    NaN,
    0.5,
    5,
  ])
  assert.deepEqual(['true', 'FALSE', 'yes', '1', 'tRUE'].map(parseBoolean), [
    true,
    false,
    undefined,
    undefined,
    undefined,
  ])
  assert.deepEqual(['2024-2-1', '2023-02-29', '0000-01-01'].map(parseDate), [undefined, undefined, -719528])
})

test('inference is stricter than reading: identifiers stay strings', () => {
  for (const text of ['007', '+49', '00', '-0', '12345678901234567890', '1 '])
    assert.ok(!looksLike('int64', text), text)
  for (const text of ['007', '01.5', '123456789012345678901', '-', '.'])
    assert.ok(!looksLike('float64', text), text)
  for (const text of ['0', '-12', '9007199254740993']) assert.ok(looksLike('int64', text), text)
  for (const text of ['0.5', '-1e-7', '12', 'NaN', '.5']) assert.ok(looksLike('float64', text), text)
})
