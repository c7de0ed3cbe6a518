/** What the machine writes is what `cell-text.ts` and the data standard say, cell by cell. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellText, formatDate, formatFloat64 } from '#datasets/cell-text.ts'
import { WritingMachine } from '#datasets/machine/writing-machine.ts'
import { selectFromBatch, type TypedBatch, type TypedColumn } from '#datasets/typed-batch.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { ALL_TYPES, generateRows, seeded, toBatches } from '../generated-table.ts'

const COMMA = 0x2c
const machine = new WritingMachine()
const random = seeded(11)
const below = (n: number) => Math.floor(random() * n)
const noNulls = (rows: number) => new Uint8Array(rows)
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

/** The lines that one column makes; none of the tests that use it writes a line end. */
function lines(column: TypedColumn): string[] {
  const rows = machine.csvRows({ rowCount: column.nulls.length, columns: [column] }, COMMA)
  return text(rows).split('\n').slice(0, -1)
}

/** Compares with a slow way to write values; a million assertions would take most of the time. */
function assertTexts<V>(values: ArrayLike<V>, found: string[], expected: (value: V) => string): void {
  assert.equal(found.length, values.length)
  for (let row = 0; row < values.length; row++)
    if (found[row] !== expected(values[row])) assert.equal(found[row], expected(values[row]))
}

const floats = (values: Float64Array) =>
  assertTexts(values, lines({ type: 'float64', values, nulls: noNulls(values.length) }), formatFloat64)

test('law (float64): a million doubles are written as JavaScript writes them', () => {
  const COUNT = 1 << 18
  const values = new Float64Array(COUNT)
  const words = new Uint32Array(values.buffer)
  for (let i = 0; i < words.length; i++) words[i] = random() * 2 ** 32
  floats(values) // any bits
  for (let i = 0; i < COUNT; i++) values[i] = random() * 10 ** below(40) * 10 ** -20
  floats(values)
  for (let i = 0; i < COUNT; i++) values[i] = -below(2e15) / 10 ** below(20)
  floats(values) // few decimals
  // halfway between decimals: whole numbers beyond 2^53, and binary fractions
  for (let i = 0; i < COUNT; i++) values[i] = below(2 ** 53) * 2 ** (below(90) - 60)
  floats(values)
  for (let i = 0; i < COUNT; i++) values[i] = Number((random() * 10 ** below(9)).toFixed(below(7)))
  floats(values)
})

test('float64: where the gap between neighbours changes, and at the ends', () => {
  const values: number[] = [0, -0, Number.NaN, 1 / 0, -1 / 0, 5e-324, -5e-324, Number.MAX_VALUE, 1e23, 9.5e-7]
  const bits = new BigUint64Array(1)
  const double = new Float64Array(bits.buffer)
  // each power of two and of ten, with the doubles next to it
  const exact = Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074))
  const tens = Array.from({ length: 640 }, (_, i) => Number(`1e${i - 328}`))
  for (const value of [...exact, ...tens]) {
    for (const step of [-2n, -1n, 0n, 1n, 2n]) {
      double[0] = value
      bits[0] = BigInt.asUintN(64, bits[0] + step)
      values.push(double[0])
    }
  }
  for (let whole = 0; whole < 70; whole++) values.push(2 ** 53 + whole, 2 ** 53 - whole, 2 ** whole - 1)
  floats(Float64Array.from(values))
})

test('law (int64): numbers of every length', () => {
  const values = BigInt64Array.from({ length: 200_000 }, () => {
    const bits = (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32))
    return BigInt.asIntN(64, bits) >> BigInt(below(64))
  })
  for (let digits = 0; digits < 19; digits++) {
    const power = 10n ** BigInt(digits)
    values.set([power, power - 1n, power + 1n, -power, 1n - power, 7n * power], 6 * digits)
  }
  values.set([2n ** 63n - 1n, -(2n ** 63n), 0n], 120)
  assertTexts(values, lines({ type: 'int64', values, nulls: noNulls(values.length) }), String)
})

test('law (date): every day of the years 0000 to 9999', () => {
  const FIRST = -719_528
  const values = Int32Array.from({ length: 3_652_425 }, (_, i) => FIRST + i)
  const found = lines({ type: 'date', values, nulls: noNulls(values.length) })
  assert.equal(found.at(-1), '9999-12-31')
  // each day follows the day before, and every twentieth is what `Date` says
  for (let i = 1; i < found.length; i++) if (!(found[i - 1] < found[i])) assert.fail(found[i])
  for (let i = 0; i < found.length; i += 20)
    if (found[i] !== formatDate(values[i])) assert.equal(found[i], formatDate(values[i]))
})

test('law (timestamp): with and without a fraction, before and after 1970', () => {
  const [first, last] = [-62_167_219_200_000_000n, 253_402_300_799_999_999n]
  const values = BigInt64Array.from({ length: 50_000 }, (_, i) => {
    const second = first + BigInt(Math.floor(random() * 315_569_520_000)) * 1_000_000n
    return i % 2 === 0 ? second : second + BigInt(below(1_000_000))
  })
  values.set([first, last, 0n, -1n, 1n, 999_999n, -1_000_000n, 951_782_399_999_999n])
  const column: TypedColumn = { type: 'timestamp', values, nulls: noNulls(values.length) }
  const found = lines(column)
  for (let row = 0; row < values.length; row++)
    if (found[row] !== cellText(column, row)) assert.equal(found[row], cellText(column, row))
})

test('a date or an instant beyond the years 0000 to 9999 is refused, unless it lies beneath a null', () => {
  const far = { date: Int32Array.of(2_932_897), before: Int32Array.of(-719_529) }
  for (const values of Object.values(far)) {
    assert.throws(() => lines({ type: 'date', values, nulls: noNulls(1) }), RangeError)
    assert.deepEqual(lines({ type: 'date', values, nulls: Uint8Array.of(1) }), [''])
  }
  for (const value of [253_402_300_800_000_000n, -62_167_219_200_000_001n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    const values = BigInt64Array.of(value)
    assert.throws(() => lines({ type: 'timestamp', values, nulls: noNulls(1) }), RangeError)
  }
})

/** A cell as section 5 of the data standard has it. */
function csvCell(column: TypedColumn, row: number, delimiter: string): string {
  const cell = cellText(column, row)
  if (cell === null) return ''
  const isQuoted =
    cell === '' || /["\n\r]/.test(cell) || cell.includes(delimiter) || cell.startsWith('\u{FEFF}')
  return isQuoted ? `"${cell.replaceAll('"', '""')}"` : cell
}

function csvText({ columns, rowCount }: TypedBatch, delimiter: string): string {
  const row = (_: unknown, at: number) =>
    columns.map((column) => csvCell(column, at, delimiter)).join(delimiter)
  return Array.from({ length: rowCount }, row)
    .map((line) => `${line}\n`)
    .join('')
}

/** Texts around the sizes that are copied at once, with something to quote at any place; cells in any order, some shared. */
function awkwardTexts(rows: number): TypedColumn {
  const picked = new SeededRandom(rows)
  const parts: Buffer[] = []
  let size = 0
  const places = Array.from({ length: rows }, () => {
    const letters = Array.from({ length: picked.below(50) }, () => 'abcdé €'[picked.below(7)])
    if (letters.length > 0 && picked.below(3) === 0)
      letters[picked.below(letters.length)] = [',', '"', '\n', '\r', '\t', '\u{FEFF}', 'é'][picked.below(7)]
    const cell = Buffer.from(letters.join(''))
    parts.push(cell)
    size += cell.length
    return [size - cell.length, size]
  })
  const order = places.map((_, row) => places[picked.below(4) === 0 ? picked.below(rows) : row])
  return {
    type: 'string',
    bytes: new Uint8Array(Buffer.concat(parts)),
    starts: Uint32Array.from(order, ([start]) => start),
    ends: Uint32Array.from(order, ([, end]) => end),
    nulls: Uint8Array.from(order, () => (picked.below(9) === 0 ? 1 : 0)),
  }
}

test('law: rows are those of the standard, with commas and with tabs', () => {
  const batches = [
    ...toBatches(ALL_TYPES, generateRows(3000, 21), 700),
    ...[1, 2, 1000].map((rows) => ({ rowCount: rows, columns: [awkwardTexts(rows), awkwardTexts(rows)] })),
  ]
  for (const batch of batches) {
    assert.equal(text(machine.csvRows(batch, COMMA)), csvText(batch, ','))
    assert.equal(text(machine.csvRows(batch, 9)), csvText(batch, '\t'))
  }
})

test('a memory that has to grow in the middle of a batch loses nothing', () => {
  const fresh = new WritingMachine()
  const rows = generateRows(40, 3).map((row) => row.with(1, `"${'long, '.repeat(50_000)}`))
  const [batch] = toBatches(ALL_TYPES, rows, 40)
  const before = fresh.sizeBytes
  assert.equal(text(fresh.csvRows(batch, COMMA)), csvText(batch, ','))
  assert.ok(fresh.sizeBytes > before)
})

/** Section 7 of the data standard, byte by byte. */
function slowRowBytes({ columns, rowCount }: TypedBatch): Buffer {
  const parts: Buffer[] = []
  for (let row = 0; row < rowCount; row++) {
    for (const column of columns) {
      if (column.nulls[row]) parts.push(Buffer.of(0))
      else parts.push(slowValue(column, row))
    }
  }
  return Buffer.concat(parts)
}

function slowValue(column: TypedColumn, row: number): Buffer {
  const out = Buffer.alloc(9)
  switch (column.type) {
    case 'string': {
      const cell = Buffer.from(column.bytes.subarray(column.starts[row], column.ends[row]))
      out.writeUInt8(1)
      out.writeUInt32LE(cell.length, 1)
      return Buffer.concat([out.subarray(0, 5), cell])
    }
    case 'float64':
      out.writeUInt8(3)
      if (Number.isNaN(column.values[row])) out.writeBigUInt64LE(0x7ff8000000000000n, 1)
      else out.writeDoubleLE(column.values[row], 1)
      return out
    case 'boolean':
      return Buffer.of(4, column.values[row])
    case 'date':
      out.writeUInt8(5)
      out.writeInt32LE(column.values[row], 1)
      return out.subarray(0, 5)
    default:
      out.writeUInt8(column.type === 'int64' ? 2 : 6)
      out.writeBigInt64LE(column.values[row], 1)
      return out
  }
}

const TAGS = { string: 1, int64: 2, float64: 3, boolean: 4, date: 5, timestamp: 6 }

test('law: the bytes of rows are those of the standard; every NaN is one', () => {
  const nans = new Float64Array(4)
  new BigUint64Array(nans.buffer).set([
    ...[0x7ff8000000000001n, 0xfff8000000000000n, 0x7ff0000000000001n, 0x7ff0000000000000n],
  ])
  const batches: TypedBatch[] = [
    ...toBatches(ALL_TYPES, generateRows(2000, 22), 600),
    { rowCount: 4, columns: [{ type: 'float64', values: nans, nulls: noNulls(4) }] },
    { rowCount: 500, columns: [awkwardTexts(500)] },
  ]
  for (const batch of batches) {
    const found = machine.rowBytes(
      batch,
      batch.columns.map(({ type }) => TAGS[type]),
    )
    assert.ok(slowRowBytes(batch).equals(found))
  }
})

test('law: rows that are picked are those that selectFromBatch picks, one selection after the other', () => {
  const cells = ({ columns, rowCount }: TypedBatch) =>
    columns.map((column) => Array.from({ length: rowCount }, (_, row) => cellText(column, row)))
  for (const whole of toBatches(ALL_TYPES, generateRows(1500, 23), 500)) {
    const placed = machine.place(whole)
    for (const share of [0, 0.1, 0.7, 1]) {
      const rows = Uint32Array.from({ length: 500 }, (_, i) => i).filter(() => random() < share)
      const columns = [10, 0, 1, 5, 7, 8, 9, 3]
      const found = machine.select(placed, columns, rows)
      const expected = selectFromBatch(whole, columns, rows)
      assert.deepEqual(cells(found), cells(expected))
      assert.equal(text(machine.csvRows(found, COMMA)), csvText(expected, ','))
      assert.deepEqual(cells(found), cells(expected), 'still there')
    }
    assert.deepEqual(cells(machine.select(placed, [3, 1])), cells(selectFromBatch(whole, [3, 1])))
  }
})

test('texts of values, for those who put rows together themselves', () => {
  const [batch] = toBatches(ALL_TYPES, generateRows(300, 24), 300)
  const { bytes, places } = machine.valueTexts(batch)
  batch.columns.forEach((column, c) => {
    if (column.type === 'string') assert.equal(places[c].length, 0)
    else
      for (let row = 0; row < 300; row++)
        if (!column.nulls[row])
          assert.equal(
            text(bytes.subarray(places[c][2 * row], places[c][2 * row + 1])),
            cellText(column, row),
          )
  })
})
