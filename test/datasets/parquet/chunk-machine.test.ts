/** The machine against slow ways to the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChunkMachine } from '#datasets/parquet/chunk-machine.ts'
import type { StringColumn, TypedColumn } from '#datasets/typed-batch.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const random = new SeededRandom(17)
const machine = new ChunkMachine()

/** A column of these texts one behind the other; null takes no room. */
function columnOf(cells: readonly (Buffer | null)[]): StringColumn {
  let at = 0
  const ends = Uint32Array.from(cells, (cell) => {
    at += cell?.length ?? 0
    return at
  })
  return {
    type: 'string',
    bytes: new Uint8Array(Buffer.concat(cells.filter((cell) => cell !== null))),
    starts: ends.map((end, i) => end - (cells[i]?.length ?? 0)),
    ends,
    nulls: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)),
  }
}

/** Cells out of few texts of any length, which differ anywhere: in their sizes, at their ends, in bytes above 127. */
function randomCells(count: number, distinct: number): (Buffer | null)[] {
  const texts = Array.from({ length: distinct }, () => {
    const cell = Buffer.alloc(random.below(30), 'a')
    if (cell.length > 0) cell[random.below(cell.length)] = random.below(256)
    return cell
  })
  return Array.from({ length: count }, () => (random.below(8) === 0 ? null : texts[random.below(distinct)]))
}

/** As the standard of Parquet has it: 4 bytes of length and the text. */
function slowPlain(cells: readonly (Buffer | null)[]): Buffer {
  return Buffer.concat(
    cells.flatMap((cell) => {
      if (cell === null) return []
      const size = Buffer.alloc(4)
      size.writeUInt32LE(cell.length)
      return [size, cell]
    }),
  )
}

const textAt = ({ bytes, starts, ends }: StringColumn, row: number) =>
  Buffer.from(bytes.subarray(starts[row], ends[row])).toString('latin1')

test('law: a dictionary has each text once, in order of appearance, and every cell its number', () => {
  for (const [count, distinct] of [
    [1, 1],
    [40, 3],
    [5000, 700],
    [70_000, 40_000],
  ]) {
    const cells = randomCells(count, distinct)
    const column = columnOf(cells)
    const numbers = new Map<string, number>()
    const expected = cells.flatMap((cell) => {
      if (cell === null) return []
      const key = cell.toString('latin1')
      if (!numbers.has(key)) numbers.set(key, numbers.size)
      return [numbers.get(key)]
    })
    const dictionary = machine.place(column, count).dictionary(column, true)
    assert.ok(dictionary)
    assert.deepEqual([...dictionary.indexes], expected)
    const values = Array.from(dictionary.values.starts, (_, i) => textAt(dictionary.values, i))
    assert.deepEqual(values, [...numbers.keys()])
  }
})

test('a dictionary is given up when it saves less than half, unless it is wanted, and when it is too large', () => {
  const texts = (count: number, distinct: number) =>
    columnOf(
      Array.from({ length: count }, (_, i) => Buffer.from(`text ${String(i % distinct).padStart(6, '0')}`)),
    )
  const dictionaryOf = (column: StringColumn, wanted: boolean, most?: number) =>
    machine.place(column, column.nulls.length).dictionary(column, wanted, most)?.values.starts.length
  assert.equal(dictionaryOf(texts(1000, 500), false), 500)
  assert.equal(dictionaryOf(texts(1000, 501), false), undefined)
  assert.equal(dictionaryOf(texts(1000, 501), true), 501)
  // free text is known as such early on, even if it is repeated later
  assert.equal(dictionaryOf(texts(20_000, 4096), false), undefined)
  assert.equal(dictionaryOf(texts(20_000, 3600), false), 3600)
  assert.equal(dictionaryOf(texts(1000, 100), true, 100), 100)
  assert.equal(dictionaryOf(texts(1000, 101), true, 100), undefined)
  const nothing = columnOf([null, null])
  assert.equal(dictionaryOf(nothing, true), 0)
})

test('law: the plain form of any rows', () => {
  const cells = randomCells(3000, 900)
  machine.place(columnOf(cells), cells.length)
  for (const [from, to] of [
    [0, 3000],
    [0, 0],
    [17, 18],
    [1234, 2345],
  ])
    assert.ok(slowPlain(cells.slice(from, to)).equals(machine.plain(from, to)))
})

test('law: the bounds of texts are in the order of their bytes', () => {
  for (let round = 0; round < 300; round++) {
    const cells = randomCells(1 + random.below(20), 1 + random.below(20))
    const column = columnOf(cells)
    const sorted = cells.filter((cell) => cell !== null).sort(Buffer.compare)
    const bounds = machine.place(column, cells.length).bounds()
    assert.deepEqual(
      bounds.map((row) => textAt(column, row)),
      [...sorted.slice(0, 1), ...sorted.slice(-1)].map((cell) => cell.toString('latin1')),
    )
  }
})

test('law: the bounds of values, for every type; NaN has no place in the order', () => {
  const ROWS = 500
  const nulls = Uint8Array.from({ length: ROWS }, () => (random.below(4) === 0 ? 1 : 0))
  const wide = () =>
    BigInt64Array.from({ length: ROWS }, () =>
      BigInt.asIntN(64, (BigInt(random.below(2 ** 32)) << 32n) | BigInt(random.below(2 ** 32))),
    )
  const doubles = Float64Array.from({ length: ROWS }, (_, i) =>
    i % 7 === 0 ? Number.NaN : (random.next() - 0.5) * 10 ** random.below(300),
  )
  const days = Int32Array.from({ length: ROWS }, () => random.below(1e6) - 5e5)
  const flags = Uint8Array.from({ length: ROWS }, () => random.below(2))
  const columns: Exclude<TypedColumn, StringColumn>[] = [
    { type: 'int64', values: wide(), nulls },
    { type: 'timestamp', values: wide(), nulls },
    { type: 'float64', values: doubles, nulls },
    { type: 'date', values: days, nulls },
    { type: 'boolean', values: flags, nulls },
  ]
  for (const column of columns) {
    const values: (number | bigint)[] = [...column.values]
    const present = values.filter((value, row) => !nulls[row] && !Number.isNaN(Number(value)))
    const sorted = present.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const [least, most] = machine.place(column, ROWS).bounds()
    assert.equal(column.values[least ?? -1], sorted[0], column.type)
    assert.equal(column.values[most ?? -1], sorted.at(-1), column.type)
    assert.deepEqual(machine.place({ ...column, nulls: new Uint8Array(ROWS).fill(1) }, ROWS).bounds(), [])
  }
})

test('law: levels are a bit for each row, and 0 where there is no row', () => {
  for (let size = 1; size < 200; size++) {
    const nulls = Uint8Array.from({ length: size }, () => random.below(2))
    const expected = new Uint8Array(Math.ceil(size / 8))
    nulls.forEach((isNull, row) => {
      if (!isNull) expected[row >> 3] |= 1 << (row & 7)
    })
    assert.deepEqual(Uint8Array.from(machine.levels(nulls)), expected)
  }
})
