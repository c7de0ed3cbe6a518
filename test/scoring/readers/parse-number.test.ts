import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNanLiteral, parseNumber } from '#scoring/readers/csv/parse-number.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { literals } from './literals.ts'

const random = new SeededRandom(71)
const buffer = new Uint8Array(4096)
const encoder = new TextEncoder()

function parse(text: string): number {
  const { written } = encoder.encodeInto(text, buffer)
  // a digit behind the end must not be taken for a part of the literal
  buffer[written] = 0x39
  return parseNumber(buffer, 0, written)
}

test('every literal becomes the double that Number() gives, bit for bit', () => {
  const texts = literals(random)
  for (let i = 0; i < 220_000; i++) {
    const text = texts.next().value
    const value = parse(text)
    if (!Object.is(value, Number(text))) assert.fail(`${text}: ${value} instead of ${Number(text)}`)
  }
})

test('edges of the number line', () => {
  const edges = [
    '0', '-0', '.5', '5.', '00012', '1e0', '1E5', '+3', '1e+5', '4.9e-324', '2.4703282292062327e-324',
    '2.4703282292062328e-324', '1.7976931348623157e308', '1.7976931348623159e308', '1e400', '1e-400', '0e999999999',
    `${'1'.repeat(800)}`, `0.${'0'.repeat(500)}1`, `1${'0'.repeat(400)}`, '2.2250738585072011e-308', '1e22', '1e23',
    '123456789012345678901234567890e-20', `0.${'9'.repeat(60)}`, '9007199254740993', '9007199254740993.0000000001',
  ] // biome-ignore format: one literal after the other
  for (const text of edges) assert.ok(Object.is(parse(text), Number(text)), `${text}: ${parse(text)}`)
})

test('what is no decimal literal is NaN, though Number() may take it', () => {
  for (const text of [
    '',
    ' ',
    ' 1',
    '1 ',
    '0x10',
    '1_000',
    '1,5',
    '1e',
    '1e+',
    '.',
    '-',
    '+',
    '--1',
    '1.2.3',
    'e5',
    '١',
  ]) {
    assert.ok(Number.isNaN(parse(text)), JSON.stringify(text))
  }
})

test('infinities and NaN are words in any case', () => {
  for (const text of ['inf', 'Infinity', '+INF']) assert.equal(parse(text), Number.POSITIVE_INFINITY)
  assert.equal(parse('-inf'), Number.NEGATIVE_INFINITY)
  for (const text of ['nan', 'NaN', '-nan']) {
    const { written } = encoder.encodeInto(text, buffer)
    assert.ok(isNanLiteral(buffer, 0, written))
  }
  for (const text of ['', 'na', 'nano', 'x']) {
    const { written } = encoder.encodeInto(text, buffer)
    assert.ok(!isNanLiteral(buffer, 0, written))
  }
})
