import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNanLiteral, parseNumber } from '#scoring/readers/csv/parse-number.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const random = new SeededRandom(71)
const buffer = new Uint8Array(4096)
const encoder = new TextEncoder()

function parse(text: string): number {
  const { written } = encoder.encodeInto(text, buffer)
  // a digit behind the end must not be taken for a part of the literal
  buffer[written] = 0x39
  return parseNumber(buffer, 0, written)
}

function digits(count: number): string {
  let text = ''
  for (let i = 0; i < count; i++) text += random.below(10)
  return text
}

function anyDouble(): number {
  const words = Uint32Array.of(random.next() * 2 ** 32, random.next() * 2 ** 32)
  const [value] = new Float64Array(words.buffer)
  return Number.isFinite(value) ? value : 1
}

/** A decimal at or next to the middle between two neighbouring doubles, where rounding is hardest. */
function nearMiddle(): string {
  const words = new Uint32Array(2)
  const value = new Float64Array(words.buffer)
  value[0] = random.next() * 2 ** (random.below(60) - 30)
  const low = value[0]
  words[0] += 1
  return (low / 2 + value[0] / 2).toPrecision(17 + random.below(9))
}

/** An odd integer of 54 bits (a tie, exactly) over a power of ten. */
function tie(): string {
  const text = String(BigInt(Math.floor(random.next() * 2 ** 53)) * 2n + 1n)
  const places = random.below(20)
  if (places === 0) return text
  const padded = text.padStart(places + 1, '0')
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`
}

const SHAPES: readonly (() => string)[] = [
  () => String(random.next()),
  () => random.next().toFixed(6),
  () => random.next().toFixed(random.below(22)),
  () => String(anyDouble()),
  () => `${digits(random.below(25) + 1)}.${digits(random.below(25))}`,
  () => `${digits(1 + random.below(20))}e${random.below(80) - 40}`,
  () => `0.${'0'.repeat(random.below(25))}${digits(17)}`,
  () => `-${random.next() * 1000}`,
  () =>
    `${9007199254740993n + 2n * BigInt(random.below(1000))}.${'0'.repeat(random.below(5))}${random.below(2)}`,
  nearMiddle,
  tie,
]

test('every literal becomes the double that Number() gives, bit for bit', () => {
  for (let i = 0; i < 220_000; i++) {
    const text = SHAPES[i % SHAPES.length]()
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
