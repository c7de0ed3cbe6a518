/** Random tables with every type and the cells that break readers, from a seed. */
import type { ColumnSchema, ColumnType, TableSchema } from '#datasets/schema.ts'
import { allocateColumn, type TypedBatch, type TypedColumn } from '#datasets/typed-batch.ts'

/** int64 and timestamp as bigint, date as days, the rest as they are. */
export type Value = string | number | bigint | boolean | null
export type Row = Value[]

/** A small seeded generator of numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const STRINGS = [
  '',
  '007',
  ' leading and trailing ',
  'comma, inside',
  '"quoted"',
  'a "b" c',
  'line\nbreak',
  'carriage\r\nreturn',
  '日本語',
  '👩🏽‍🚀 and é',
  '\u{FEFF}mark',
  'NA',
  'null',
  'NaN',
  '-1.5e10',
  "it's; \t tab",
  'x'.repeat(5000),
]
const INTS = [0n, -1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)]
const FLOATS = [0, -0, 0.1, -1.5, 5e-324, 1.7976931348623157e308, 1e21, 123456789.12345679, 1 / 3, 2 ** 53]
const TIMES = [0n, -1n, 1_700_000_000_123_456n, 253_402_300_799_999_999n, -62_167_219_200_000_000n]

function pick<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]
}

function randomValue(type: ColumnType, random: () => number, i: number): Value {
  switch (type) {
    case 'string':
      return random() < 0.3 ? pick(random, STRINGS) : `value ${Math.floor(random() * 1e6)}-${i}`
    case 'int64':
      return random() < 0.3 ? pick(random, INTS) : BigInt(Math.floor(random() * 1e12)) - 500_000_000_000n
    case 'float64':
      return random() < 0.3 ? pick(random, FLOATS) : (random() - 0.5) * 10 ** Math.floor(random() * 30 - 15)
    case 'boolean':
      return random() < 0.5
    case 'date':
      return Math.floor(random() * 60_000) - 20_000
    case 'timestamp':
      return random() < 0.2 ? pick(random, TIMES) : BigInt(Math.floor(random() * 2e15))
  }
}

const column = (name: string, type: ColumnType, more: Partial<ColumnSchema> = {}): ColumnSchema => ({
  name,
  type,
  modality: type === 'string' ? 'text' : 'numeric',
  role: 'feature',
  nullable: true,
  ...more,
})

/** Every type nullable and not, a categorical column, and awkward column names. */
export const ALL_TYPES: TableSchema = {
  name: 'everything',
  columns: [
    column('id', 'string', { role: 'id', modality: 'id', nullable: false }),
    column('text', 'string'),
    column('kind, of "thing"', 'string', { modality: 'categorical', categories: ['red', 'green', 'blå'] }),
    column('count', 'int64'),
    column('exact', 'int64', { nullable: false }),
    column('größe', 'float64', { unit: 'cm' }),
    column('flag', 'boolean'),
    column('sure', 'boolean', { nullable: false }),
    column('day', 'date'),
    column('at', 'timestamp'),
    column('empty', 'string'),
  ],
}

/** Rows for {@link ALL_TYPES}. */
export function generateRows(count: number, seed: number): Row[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) =>
    ALL_TYPES.columns.map((c) => {
      if (c.role === 'id') return `id-${i}`
      if (c.name === 'empty') return null
      if (c.nullable && random() < 0.15) return null
      if (c.categories) return pick(random, c.categories)
      return randomValue(c.type, random, i)
    }),
  )
}

function fill(target: TypedColumn, values: Value[]): void {
  const bytes: Buffer[] = []
  let at = 0
  values.forEach((value, row) => {
    target.nulls[row] = value === null ? 1 : 0
    if (target.type === 'string') {
      const text = Buffer.from(value === null ? 'not to be seen' : String(value))
      bytes.push(text)
      target.starts[row] = at
      at += text.length
      target.ends[row] = at
    } else if (value !== null)
      target.values[row] = (typeof value === 'boolean' ? Number(value) : value) as number & bigint
  })
  if (target.type === 'string') target.bytes = Buffer.concat(bytes)
}

/** The rows as typed batches of at most `size` rows. */
export function toBatches(table: TableSchema, rows: Row[], size: number): TypedBatch[] {
  const batches: TypedBatch[] = []
  for (let from = 0; from < rows.length; from += size) {
    const part = rows.slice(from, from + size)
    const columns = table.columns.map((c, i) => {
      const target = allocateColumn(c.type, part.length)
      fill(
        target,
        part.map((row) => row[i]),
      )
      return target
    })
    batches.push({ rowCount: part.length, columns })
  }
  return batches
}
