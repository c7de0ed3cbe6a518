import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PART, parseSplitOptions, type SplitOptions } from '#datasets/assign-parts.ts'
import { inferSchema } from '#datasets/infer-schema.ts'
import { planSplit } from '#datasets/plan-split.ts'
import { readTableHere } from '#datasets/read-table.ts'
import { planRelease } from '#datasets/release-plan.ts'
import { build, csv, rejected } from './build-from-text.ts'
import { seeded } from './generated-table.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

async function plan(
  kind: 'classification' | 'matching',
  tables: Record<string, string>,
  options: Partial<SplitOptions>,
  secret?: Uint8Array,
): Promise<Uint8Array> {
  const inputs = Object.entries(tables).map(([name, text]) => ({
    name,
    path: temp.write(`${name}.csv`, text),
  }))
  const schema = await inferSchema({ kind, tables: inputs })
  for (const column of schema.tables.flatMap((table) => table.columns))
    if (column.name === 'group_id') column.role = 'group'
  const { test: tested, whole } = planRelease(schema, inputs)
  return planSplit({
    ...tested,
    whole,
    pairs: kind === 'matching',
    options: parseSplitOptions(options),
    secret,
    readTable: readTableHere,
  })
}

/** Random pairs over records; few edges give many components, many edges one giant one. */
function graph(records: number, edges: number, seed: number): [string, string][] {
  const random = seeded(seed)
  const any = () => `r${Math.floor(random() * records)}`
  return Array.from({ length: edges }, () => [any(), any()])
}

test('law: on random graphs no record is in two parts, whatever the shape and the seed', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const records = [20, 200, 600][seed % 3]
    const pairs = graph(records, Math.round(records * [0.3, 0.6, 1.5][Math.floor(seed / 4) % 3]), seed)
    const lines = pairs.map(([a, b], i) => `${a},${b},${i % 2}`)
    const recordLines = Array.from({ length: records }, (_, i) => `r${i},title of ${i}`)
    const tables = { records: csv('id,title', recordLines), pairs: csv('id_left,id_right,label', lines) }
    const parts = await plan('matching', tables, { seed, testFraction: 0.35 })
    const partOfRecord = new Map<string, number>()
    pairs.forEach((pair, i) => {
      for (const record of pair) {
        assert.equal(partOfRecord.get(record) ?? parts[i], parts[i], `${record} straddles, seed ${seed}`)
        partOfRecord.set(record, parts[i])
      }
    })
    if (pairs.length < records / 2) {
      const tested = pairs.filter((_, i) => parts[i] !== PART.train).length
      assert.ok(Math.abs(tested / pairs.length - 0.35) < 0.1, `${tested} of ${pairs.length}`)
    }
  }
})

/** The part of each row by the text of its line. */
async function partsOf(kind: 'classification' | 'matching', tables: Record<string, string>, named: string) {
  const parts = await plan(kind, tables, { testFraction: 0.3 })
  const lines = tables[named].trimEnd().split('\n').slice(1)
  return new Map(lines.map((line, i) => [line, parts[i]]))
}

/** How many rows of the release before have another part in the next. */
const moved = (before: Map<string, number>, after: Map<string, number>) =>
  [...before].filter(([line, part]) => after.get(line) !== part).length

test('law: in a later release rows keep their part, by id, by group and by the records they link, in whatever order', async () => {
  const rows = Array.from({ length: 4040 }, (_, i) => `id${i * 7},${i % 900},${i % 11},${'pqr'[i % 3]}`)
  const schemas = { 'by id': 'id,size,kind,label', 'by group': 'id,group_id,kind,label' }
  for (const [name, header] of Object.entries(schemas)) {
    const before = await partsOf('classification', { data: csv(header, rows.slice(0, 4000)) }, 'data')
    const after = await partsOf('classification', { data: csv(header, rows.toReversed()) }, 'data')
    assert.equal(after.size, 4040)
    assert.ok(moved(before, after) < 80, `${name}: ${moved(before, after)} of 4000 moved for 40 more`)
  }
  const records = csv(
    'id,title',
    Array.from({ length: 6000 }, (_, i) => `r${i},title of ${i}`),
  )
  const pairs = Array.from({ length: 2020 }, (_, i) => `r${3 * (i % 1700)},r${3 * i + 1 - (i % 2)},${i % 2}`)
  const linked = (lines: string[]) =>
    partsOf('matching', { records, pairs: csv('id_left,id_right,label', lines) }, 'pairs')
  const [before, after] = [await linked(pairs.slice(0, 2000)), await linked(pairs.toReversed())]
  assert.ok(moved(before, after) < 60, `${moved(before, after)} of 2000 pairs moved for 20 more`)
})

test('law: another secret deals other rows, by id, by group, by linked records and among the newest; shares stay', async () => {
  const random = seeded(21)
  const rows = Array.from({ length: 2000 }, (_, i) => `id${i},${i % 700},${day(i % 500)},${i % 2}`)
  const pairs = Array.from(
    { length: 1500 },
    (_, i) => `r${2 * i},r${2 * i + Math.floor(random() * 3)},${i % 2}`,
  )
  const records = Array.from({ length: 3010 }, (_, i) => `r${i},title of ${i}`)
  const linked = { records: csv('id,title', records), pairs: csv('id_left,id_right,label', pairs) }
  const given = { records: linked.records, train_pairs: linked.pairs, test_pairs: linked.pairs }
  const cases: ['classification' | 'matching', Record<string, string>, Partial<SplitOptions>][] = [
    ['classification', { data: csv('id,size,sold,label', rows) }, {}],
    ['classification', { data: csv('id,group_id,sold,label', rows) }, {}],
    ['classification', { data: csv('id,size,sold,label', rows) }, { method: 'time', timeColumn: 'sold' }],
    ['matching', linked, {}],
    ['matching', given, {}],
  ]
  for (const [kind, tables, options] of cases) {
    const [one, again, other] = [
      await plan(kind, tables, options, new Uint8Array(32).fill(1)),
      await plan(kind, tables, options, new Uint8Array(32).fill(1)),
      await plan(kind, tables, options, new Uint8Array(32).fill(2)),
    ]
    assert.deepEqual(one, again)
    const shown = [one, other].map((parts) => parts.filter((part) => part === PART.public).length)
    assert.ok(Math.abs(shown[0] - shown[1]) <= 6, `${shown} public`)
    const both = one.filter((part, row) => part === PART.public && other[row] === PART.public).length
    assert.ok(both < 0.5 * shown[0], `${both} of ${shown[0]} public for both secrets`)
  }
})

const day = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 86_400_000).toISOString().slice(0, 10)
const sales = (count: number) =>
  Array.from({ length: count }, (_, i) => `s${i},${day((i * 37) % count)},${i % 7},${i % 3 ? 'x' : 'y'}`)
const SALES = 'id,sold,size,label'

test('by time: the newest days are the test set, whatever the order of rows, in the release and in the truth', async () => {
  const split = { method: 'time' as const, timeColumn: 'sold', testFraction: 0.2 }
  const built = await build(temp, 'classification', { data: csv(SALES, sales(200)) }, { split })
  const days = (table: string) => {
    const found = built.tables.find((t) => t.name === table)
    const sold = found?.profile.columns.find((c) => c.name === 'sold')?.numbers
    return { rows: found?.rows, first: sold?.min ?? 0, last: sold?.max ?? 0 }
  }
  assert.equal(days('test').rows, 40)
  assert.ok(days('train').last < days('test').first)
  assert.equal(built.truth[0].publicRows, 12)
})

test('by time: rows without a time are told by line', async () => {
  const lines = sales(30)
  lines[4] = 's4,,1,x'
  const error = await rejected(
    plan('classification', { data: csv(SALES, lines) }, { method: 'time', timeColumn: 'sold' }),
  )
  assert.equal(error.code, 'file_rejected')
  assert.match(error.message, /no time in 'sold' in 1 row/)
  assert.equal(error.problems[0].line, 6)
})

test('a method that does not fit the table is refused with what would', async () => {
  const whole = { data: csv(SALES, sales(30)) }
  const given = { train: csv(SALES, sales(30)), test: csv(SALES, sales(9)) }
  const cases: [Record<string, string>, Partial<SplitOptions>, RegExp][] = [
    [whole, { method: 'time' }, /the table has 'sold', 'size'/],
    [whole, { method: 'time', timeColumn: 'label' }, /the table has 'sold', 'size'/],
    [whole, { method: 'grouped' }, /No column has the role group/],
    [whole, { timeColumn: 'sold' }, /choose that method/],
    [given, { method: 'time', timeColumn: 'sold' }, /Train and test were given/],
  ]
  for (const [tables, options, message] of cases) {
    const error = await rejected(plan('classification', tables, options))
    assert.equal(error.code, 'invalid_input')
    assert.match(error.problems[0].message, message)
  }
  const pairs = {
    records: csv('id,title', ['a,one', 'b,two']),
    pairs: csv('id_left,id_right,made,label', ['a,b,2026-01-01,1']),
  }
  const error = await rejected(plan('matching', pairs, { method: 'time', timeColumn: 'made' }))
  assert.match(error.message, /by the records they link/)
})
