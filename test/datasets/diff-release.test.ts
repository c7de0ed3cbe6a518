import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BuildReleaseInput } from '#datasets/build-release.ts'
import { type ComparedRelease, diffRelease, movedChecks } from '#datasets/diff-release.ts'
import { diffTruth } from '#datasets/diff-truth.ts'
import { build, csv } from './build-from-text.ts'
import { seeded } from './generated-table.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()
const PREVIOUS = { id: 'rel_1', version: 1 }

async function released(
  kind: BuildReleaseInput['kind'],
  tables: Record<string, string>,
): Promise<ComparedRelease & { truthFolder: string }> {
  const rowIndexFile = temp.fresh('rows.index')
  const { schema, truthFolder, rowIndexSha256 } = await build(temp, kind, tables, { rowIndexFile })
  assert.match(rowIndexSha256 ?? '', /^[0-9a-f]{64}$/)
  return { schema, rowIndex: rowIndexFile, truthFolder }
}

const HEADER = 'id,words,size,label'
type Cells = Map<string, string[]>

function draw(count: number, prefix: string, seed: number): Cells {
  const random = seeded(seed)
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const words = `"some words, ${Math.floor(random() * 1e6)} here"`
      return [`${prefix}${i}`, [words, (random() * 50).toFixed(3), random() < 0.5 ? 'x' : 'y']]
    }),
  )
}

const text = (rows: Cells) =>
  csv(
    HEADER,
    [...rows].map(([id, cells]) => [id, ...cells].join(',')),
  )

/** Drops, changes and adds rows, and shuffles them. */
function vary(rows: Cells, seed: number): Cells {
  const random = seeded(seed)
  const kept = [...rows].flatMap(([id, cells]): [string, string[]][] => {
    const at = random()
    if (at < 0.1) return []
    if (at < 0.2) return [[id, [`"changed ${id} again"`, ...cells.slice(1)]]]
    if (at < 0.3) return [[id, [cells[0], '99.5', cells[2]]]]
    return [[id, cells]]
  })
  const added = [...draw(Math.floor(random() * 30), 'new', seed + 1)]
  return new Map(
    [...kept, ...added].sort(([a], [b]) =>
      a.split('').reverse().join('') < b.split('').reverse().join('') ? -1 : 1,
    ),
  )
}

/** The same count in the plainest way. */
function expected(before: Cells, after: Cells) {
  const same = (a: string[], b: string[]) => JSON.stringify(a) === JSON.stringify(b)
  const in2 = [...before.keys()].filter((id) => after.has(id))
  return {
    added: [...after.keys()].filter((id) => !before.has(id)).length,
    removed: before.size - in2.length,
    changed: in2.filter((id) => !same(before.get(id)!, after.get(id)!)).length,
  }
}

test('law: counts of added, removed and changed rows are those of a plain comparison, whatever the order', async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const train = draw(200 + 40 * seed, 'a', seed)
    const tested = draw(80, 'b', 100 + seed)
    const later = vary(train, 200 + seed)
    const one = await released('classification', { train: text(train), test: text(tested) })
    const two = await released('classification', { train: text(later), test: text(tested) })
    const diff = diffRelease(PREVIOUS, one, two)
    const found = diff.tables.find((table) => table.table === 'train')
    const { added, removed, changed } = found?.rows ?? {}
    assert.deepEqual({ added, removed, changed }, expected(train, later))
    assert.deepEqual([found?.rowsBefore, found?.rowsAfter], [train.size, later.size])
    const first = [...later.keys()].filter((id) => !train.has(id)).slice(0, 5)
    assert.deepEqual(found?.rows?.examples.added, first)
    const other = diff.tables.find((table) => table.table === 'test')?.rows
    assert.deepEqual([other?.added, other?.removed, other?.changed, other?.byColumn], [0, 0, 0, []])
    assert.deepEqual(movedChecks(diff), [])
  }
})

test('columns: added, removed, retyped and recategorised are told, and do not make rows changed', async () => {
  const rows = (cells: (i: number) => string) =>
    Array.from({ length: 60 }, (_, i) => `r${i},${cells(i)},${i % 2 ? 'x' : 'y'}`)
  const one = await released('classification', {
    data: csv(
      'id,a,gone,kind,label',
      rows((i) => `${i},${i},${'pq'[i % 2]}`),
    ),
  })
  const two = await released('classification', {
    data: csv(
      'id,a,fresh,kind,label',
      rows((i) => `${i}.5,${i},${i === 7 ? 's' : 'pq'[i % 2]}`),
    ),
  })
  const diff = diffRelease(PREVIOUS, one, two)
  const train = diff.tables.find((table) => table.table === 'train')
  const changes = train?.columns.map(({ column, change, before, after }) => [column, change, before, after])
  assert.deepEqual(changes, [
    ['a', 'type', 'int64', 'float64'],
    ['gone', 'removed', 'int64', undefined],
    ['kind', 'categories', '2 categories', '3 categories: +s'],
    ['fresh', 'added', undefined, 'int64'],
  ])
  const changed = diff.tables.reduce((sum, table) => sum + (table.rows?.changed ?? 0), 0)
  assert.equal(changed, 1)
})

test('the public comparison does not change when only withheld answers do; the one for organisers counts them', async () => {
  const train = draw(100, 'a', 1)
  const before = draw(60, 'b', 2)
  const flip = (cells: string[]) => [...cells.slice(0, 2), cells[2] === 'x' ? 'y' : 'x']
  const after: Cells = new Map([...before].map(([id, cells], i) => [id, i < 7 ? flip(cells) : cells]))
  const one = await released('classification', { train: text(train), test: text(before) })
  const two = await released('classification', { train: text(train), test: text(after) })
  const none = diffRelease(PREVIOUS, one, one)
  assert.deepEqual(diffRelease(PREVIOUS, one, two), none)
  const truths = [
    { definition: 'label', before: `${one.truthFolder}/label.csv`, after: `${two.truthFolder}/label.csv` },
  ]
  const [counted] = await diffTruth(truths, false)
  assert.deepEqual([counted.inBoth, counted.labelsChanged], [60, 7])
  assert.ok(!JSON.stringify(counted).includes('x'))
})

test('rows that change sides are told: their answers were public, or are now', async () => {
  const [train, tested] = [draw(50, 'a', 1), draw(50, 'b', 2)]
  const take = (rows: Cells, from: number, to?: number): Cells => new Map([...rows].slice(from, to))
  const one = await released('classification', { train: text(train), test: text(tested) })
  const two = await released('classification', {
    train: text(new Map([...take(train, 3), ...take(tested, 0, 8)])),
    test: text(new Map([...take(tested, 8), ...take(train, 0, 3)])),
  })
  const diff = diffRelease(PREVIOUS, one, two)
  assert.deepEqual(diff.moved, { trainToTest: 3, testToTrain: 8 })
  const codes = movedChecks(diff).map(({ code, message }) => `${code}: ${message}`)
  assert.match(codes[0], /^withheld_rows_released: .*: 8\.$/)
  assert.match(codes[1], /^known_rows_withheld: .*: 3\.$/)
})

test('pairs are compared by both ids; tables that come and go are told; without an index only columns are', async () => {
  const header = 'id_left,id_right,label'
  const records = csv(
    'id,title',
    Array.from({ length: 40 }, (_, i) => `r${i},title of ${i}`),
  )
  const pairs = (from: number) =>
    csv(
      header,
      Array.from({ length: 12 }, (_, i) => `r${from + i},r${from + i + 13},${i % 2}`),
    )
  const one = await released('matching', { records, train_pairs: pairs(0), test_pairs: pairs(14) })
  const two = await released('matching', {
    left: records,
    right: records,
    train_pairs: pairs(2),
    test_pairs: pairs(14),
  })
  const diff = diffRelease(PREVIOUS, one, two)
  const states = diff.tables.map(({ table, state }) => `${table} ${state}`).sort()
  assert.deepEqual(states, [
    'left added',
    'records removed',
    'right added',
    'test_pairs kept',
    'train_pairs kept',
  ])
  const rows = diff.tables.find((table) => table.table === 'train_pairs')?.rows
  assert.deepEqual([rows?.added, rows?.removed, rows?.changed], [2, 2, 0])
  assert.deepEqual(rows?.examples.removed, ['r0, r13', 'r1, r14'])
  const blind = diffRelease(PREVIOUS, { ...one, rowIndex: undefined }, two)
  assert.deepEqual(
    blind.tables.map((table) => table.rows),
    [null, null, null, null, null],
  )
})
