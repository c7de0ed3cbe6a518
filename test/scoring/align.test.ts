import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableBatch } from '#core/table.ts'
import { ClassCodes, textBatchOf } from '#scoring/align/class-codes.ts'
import { KeyTable } from '#scoring/align/key-table.ts'
import { ABSENT } from '#scoring/align/ordinals.ts'
import { ProblemList } from '#scoring/align/problem-list.ts'
import type { KeySpec } from '#scoring/align/row-keys.ts'
import { Alignment, type Coverage, TruthIndex } from '#scoring/align.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const random = new SeededRandom(11)
const ONE: KeySpec = { names: ['id'], positions: [0] }
const PAIR: KeySpec = { names: ['id_left', 'id_right'], positions: [0, 1] }

/** Rows of texts as batches of `size`; the first row is on line 2. */
function* batchesOf(rows: readonly (readonly string[])[], size = 5): Generator<TableBatch> {
  for (let firstRow = 0; firstRow < rows.length; firstRow += size) {
    const part = rows.slice(firstRow, firstRow + size)
    yield {
      firstRow,
      rowCount: part.length,
      lineOf: (row) => firstRow + row + 2,
      columns: (part[0] ?? []).map((_, c) => textBatchOf(part.map((row) => row[c]))),
    }
  }
}

async function* again(rows: readonly (readonly string[])[], size?: number) {
  yield* batchesOf(rows, size)
}

function indexOf(rows: readonly (readonly string[])[], spec: KeySpec, size?: number): TruthIndex {
  const index = new TruthIndex(spec)
  for (const batch of batchesOf(rows, size)) index.add(batch)
  return index
}

interface Aligned {
  ordinals: number[]
  counts: Record<string, number>
  problems: { line?: number; code: string; message: string }[]
}

async function align(
  truth: readonly (readonly string[])[],
  rows: readonly (readonly string[])[],
  options: { spec?: KeySpec; coverage?: Coverage; size?: number } = {},
): Promise<Aligned> {
  const spec = options.spec ?? ONE
  const alignment = new Alignment(indexOf(truth, spec).keys, spec, { coverage: options.coverage ?? 'exact' })
  const ordinals: number[] = []
  for (const batch of batchesOf(rows, options.size)) {
    ordinals.push(...alignment.add(batch).subarray(0, batch.rowCount))
  }
  const findings = await alignment.finish(() => again(rows, options.size))
  return { ordinals, counts: findings.countByCode, problems: findings.problems }
}

const manyIds = (count: number) =>
  Array.from({ length: count }, (_, i) => [`${'é'.repeat(i % 5)}${i * 7919}`])

test('every row finds its truth in any order and any batch size', async () => {
  const truth = manyIds(3000)
  for (const size of [1, 7, 1024, 5000]) {
    const order = random.permutation(truth.length)
    const { ordinals, counts } = await align(
      truth,
      order.map((i) => truth[i]),
      { size },
    )
    assert.deepEqual(ordinals, order)
    assert.deepEqual(counts, {})
  }
})

test('the same order, and the same order but for some rows, too', async () => {
  const truth = manyIds(3000)
  const order = truth.map((_, i) => i)
  for (const swaps of [0, 1, 30]) {
    for (let s = 0; s < swaps; s++) {
      const [a, b] = [random.below(3000), random.below(3000)]
      const kept = order[a]
      order[a] = order[b]
      order[b] = kept
    }
    assert.deepEqual(
      (
        await align(
          truth,
          order.map((i) => truth[i]),
          { size: 999 },
        )
      ).ordinals,
      order,
    )
  }
})

test('ids are compared by their exact bytes', async () => {
  const truth = [['1'], ['01'], ['1 '], ['A'], ['a'], ['é'], ['e\u0301'], ['\u00a0'], ['1.0']]
  const { counts } = await align(truth, [...truth].reverse())
  assert.deepEqual(counts, {})
})

test('missing, unknown and repeated ids: all counted, twenty named, with lines', async () => {
  const truth = manyIds(100)
  const rows = [
    ...truth.slice(0, 50),
    ...truth.slice(10, 40),
    ...manyIds(160)
      .slice(130)
      .map(([id]) => [`x${id}`]),
  ]
  const { counts, problems, ordinals } = await align(truth, rows)
  assert.deepEqual(counts, { duplicate_id: 30, unknown_id: 30, missing_id: 50 })
  for (const code of Object.keys(counts)) assert.equal(problems.filter((p) => p.code === code).length, 20)
  const repeated = problems.find(({ code }) => code === 'duplicate_id')
  assert.equal(repeated?.line, 52)
  assert.match(repeated?.message ?? '', /line 12/)
  assert.match(repeated?.message ?? '', new RegExp(JSON.stringify(truth[10][0])))
  assert.equal(problems.find(({ code }) => code === 'unknown_id')?.line, 82)
  assert.equal(ordinals[81], ABSENT)
})

test('an empty id is named as such', async () => {
  const { counts } = await align([['a']], [['a'], ['']])
  assert.equal(counts.empty_id, 1)
})

test('pairs are told apart wherever the cut between the two ids lies', async () => {
  const truth = [
    ['ab', 'c'],
    ['a', 'bc'],
    ['', 'abc'],
    ['c', 'ab'],
    ['b', 'b'],
  ].slice(0, 5)
  const { ordinals } = await align(truth, [...truth].reverse(), { spec: PAIR })
  assert.deepEqual(ordinals, [4, 3, 2, 1, 0])
})

test('in a symmetric task a pair and its mirror image are one', async () => {
  const spec = { ...PAIR, symmetric: true }
  const truth = [
    ['a', 'b'],
    ['b', 'ba'],
    ['z', 'é'],
  ]
  const mirrored = truth.map(([left, right]) => [right, left])
  assert.deepEqual((await align(truth, mirrored, { spec })).ordinals, [0, 1, 2])
  assert.deepEqual((await align(truth, [...truth, ['b', 'a']], { spec })).counts, { duplicate_id: 1 })
  assert.equal((await align(truth, mirrored, { spec: PAIR })).counts.unknown_id, 3)
})

test('a match list may hold any pairs, but none twice', async () => {
  const truth = [
    ['a', 'b'],
    ['c', 'd'],
  ]
  const rows = Array.from({ length: 3000 }, (_, i) => [`l${i}`, `r${i % 17}`])
  rows.splice(1234, 0, ['c', 'd'])
  const options = { spec: PAIR, coverage: 'any' as const, size: 100 }
  const clean = await align(truth, rows, options)
  assert.deepEqual(clean.counts, {})
  assert.equal(clean.ordinals[1234], 1)
  assert.equal(clean.ordinals.filter((ordinal) => ordinal !== ABSENT).length, 1)
  const { counts, problems } = await align(truth, [...rows, rows[5], ['c', 'd'], rows[5]], options)
  assert.deepEqual(counts, { duplicate_id: 3 })
  assert.deepEqual(problems.map(({ line }) => line).sort(), [3003, 3004, 3005])
  for (const { message } of problems) assert.match(message, /line (7|1236)\b/)
})

test('a truth that names a row twice is the organiser’s fault', () => {
  const { countByCode, problems } = indexOf([['a'], ['b'], ['a'], ['']], ONE).findings()
  assert.deepEqual(countByCode, { duplicate_id: 1, empty_id: 1 })
  assert.equal(problems.find(({ code }) => code === 'duplicate_id')?.line, 4)
})

test('a table of keys agrees with a Map, whatever the keys and however it grows', () => {
  const table = new KeyTable({ expectedKeys: 0, expectedBytes: 0 })
  const map = new Map<string, number>()
  for (let round = 0; round < 30; round++) {
    const keys = Array.from(
      { length: random.below(900) },
      () => 'k'.repeat(random.below(9)) + random.below(5000),
    )
    const out = new Uint32Array(keys.length)
    table.find(textBatchOf(keys), keys.length, out, random.below(10))
    assert.deepEqual(
      [...out],
      keys.map((key) => map.get(key) ?? ABSENT),
    )
    table.intern(textBatchOf(keys), keys.length, out)
    assert.deepEqual(
      [...out],
      keys.map((key) => map.get(key) ?? map.set(key, map.size).size - 1),
    )
  }
  assert.equal(table.size, map.size)
  for (const [key, ordinal] of map) assert.equal(table.text(ordinal), key)
  const restored = KeyTable.fromArrays(table.toArrays())
  const keys = [...map.keys(), 'none']
  const out = new Uint32Array(keys.length)
  restored.find(textBatchOf(keys), keys.length, out, 3)
  assert.deepEqual([...out], [...map.values(), ABSENT])
})

test('labels become positions in the class list; others are named', () => {
  const codes = new ClassCodes(['no', 'yes', ' yes', 'Yes'])
  const problems = new ProblemList()
  const rows = [['yes'], ['no'], [' yes'], ['maybe'], ['Yes'], ['yes ']]
  const [batch] = batchesOf(rows, 10)
  assert.deepEqual([...codes.encode(batch, 0, 'prediction', problems)].slice(0, 6), [
    1,
    0,
    2,
    ABSENT,
    3,
    ABSENT,
  ])
  const { countByCode, problems: kept } = problems.findings()
  assert.deepEqual(countByCode, { unknown_class: 2 })
  assert.partialDeepStrictEqual(kept[0], { line: 5, column: 'prediction' })
  assert.match(kept[0].message, /"maybe".*"no", "yes"/)
  assert.throws(() => new ClassCodes(['a', 'a']), RangeError)
})
