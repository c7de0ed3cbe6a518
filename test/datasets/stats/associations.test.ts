import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TableProfiler } from '#datasets/profile.ts'
import type { ColumnProfile } from '#datasets/profile-types.ts'
import type { ColumnSchema, TableSchema } from '#datasets/schema.ts'
import { type Row, seeded, toBatches } from '../generated-table.ts'

const column = (name: string, more: Partial<ColumnSchema> = {}): ColumnSchema => ({
  ...{ name, type: 'float64', modality: 'numeric', role: 'feature', nullable: true },
  ...more,
})
const category = (name: string, more: Partial<ColumnSchema> = {}) =>
  column(name, { type: 'string', modality: 'categorical', ...more })

function profile(columns: ColumnSchema[], rows: Row[], batchRows = 1000) {
  const table: TableSchema = { name: 'train', columns }
  const profiler = new TableProfiler(table)
  for (const batch of toBatches(table, rows, batchRows)) profiler.observe(batch)
  return profiler.finish()
}

function pairsOf(columns: ColumnSchema[], rows: Row[]) {
  const found = profile(columns, rows).associations
  return new Map(found?.pairs.map((one) => [`${found.columns[one.a]} ${found.columns[one.b]}`, one]))
}

/** The rows that the expected values below were computed for, with pandas and the published formulas. */
const KNOWN: Row[] = Array.from({ length: 60 }, (_, i) => {
  const x = ((i * 37) % 61) / 7
  const y = [3, 17, 40].includes(i) ? null : ((i * 37) % 61) ** 2 / 50 + ((i * 11) % 13)
  const z = -x + ((i * 5) % 7) / 3
  const a = i % 5 ? ['red', 'blue', 'green'][(i * i) % 3] : 'red'
  const b = i % 4 && (i * i) % 3 > 0 ? 'q' : 'p'
  return [x, y, z, a, b]
})

test('golden: numbers, categories and both, one column with nulls', () => {
  const columns = [column('x'), column('y'), column('z'), category('a'), category('b')]
  const pairs = pairsOf(columns, KNOWN)
  const expected = {
    'x y': ['spearman', 0.9712211563391238, undefined],
    'x z': ['spearman', 0.9739372047791053, true],
    'y z': ['spearman', 0.9488592170080373, true],
    'a b': ['cramers-v', 0.5228757163784957, undefined],
    'x a': ['correlation-ratio', 0.25889542517244885, undefined],
    'y a': ['correlation-ratio', 0.2752960606368412, undefined],
    'z a': ['correlation-ratio', 0.2383893655840546, undefined],
    'x b': ['correlation-ratio', 0, undefined],
  } as const
  for (const [name, [kind, value, negative]] of Object.entries(expected)) {
    const found = pairs.get(name)
    assert.ok(found && Math.abs(found.value - value) < 1e-5, `${name}: ${found?.value} for ${value}`)
    assert.deepEqual([found.kind, found.negative], [kind, negative], name)
  }
})

test('laws: what is the same is 1, what is by chance is about 0, what is constant has none', () => {
  const random = seeded(7)
  const rows = Array.from({ length: 5000 }, (): Row => {
    const [x, kind] = [random(), `k${Math.floor(random() * 60)}`]
    return [x, 3 - 2 * x, random(), kind, kind.toUpperCase(), `c${Math.floor(random() * 60)}`, 'same', null]
  })
  const columns = [
    ...['x', 'mirrored', 'chance'].map((name) => column(name)),
    ...['kind', 'renamed', 'other', 'constant', 'empty'].map((name) => category(name)),
  ]
  const pairs = pairsOf(columns, rows)
  const near = (name: string, value: number, within: number) =>
    assert.ok(Math.abs((pairs.get(name)?.value ?? -1) - value) <= within, `${name} ${pairs.get(name)?.value}`)
  near('x mirrored', 1, 1e-6)
  assert.ok(pairs.get('x mirrored')?.negative)
  near('kind renamed', 1, 1e-6)
  for (const name of ['x chance', 'kind other', 'x kind', 'chance other']) near(name, 0, 0.06)
  assert.ok(![...pairs.keys()].some((name) => /constant|empty/.test(name)))
})

test('a strange column keeps its pairs out or in range: infinities, huge numbers, one row', () => {
  const columns = [column('x'), column('huge'), column('odd')]
  const rows = Array.from(
    { length: 50 },
    (_, i): Row => [i, i % 2 ? 1.7e308 : -1.7e308, i ? Infinity : Number.NaN],
  )
  for (const { value } of pairsOf(columns, rows).values()) assert.ok(value >= 0 && value <= 1)
  assert.equal(profile(columns, rows.slice(0, 1)).associations, undefined)
})

test('a large table is sampled: at most 20,000 rows and 40 columns, whatever the batches', () => {
  const columns = Array.from({ length: 45 }, (_, i) => column(`c${i}`))
  columns.push(category('label', { role: 'label' }))
  const random = seeded(2)
  const rows = Array.from({ length: 21_000 }, (): Row => {
    const x = random()
    return [...Array.from({ length: 45 }, (_, i) => x + i * random()), x < 0.5 ? 'low' : 'high']
  })
  const found = profile(columns, rows, 4000).associations
  assert.deepEqual(profile(columns, rows, 977).associations, found)
  assert.ok(found && found.rows <= 20_000 && found.rows > 8000, `${found?.rows} rows`)
  assert.equal(found.columns.length, 40)
  assert.ok(found.columns.includes('label'), 'labels come first')
  assert.ok(JSON.stringify(found).length < 60_000)
})

/** Every cell of a column by class and bar, counted here anew. */
function requireCounts(found: ColumnProfile, rows: Row[], cells: Row, labels: Row): void {
  const bins = found.numbers?.bins ?? found.text?.lengths
  const byLabel = (found.numbers ?? found.text ?? found.values)?.byLabel ?? []
  assert.ok(byLabel.length > 0, found.name)
  for (const { label, counts } of byLabel) {
    const own = cells.filter((_, i) => labels[i] === label)
    const sizes = own.map((cell) => (found.text && typeof cell === 'string' ? Array.from(cell).length : cell))
    const expected = bins
      ? bins.map(
          ({ from, to }, i) =>
            sizes.filter(
              (v) => typeof v === 'number' && v >= from && (v < to || (i === bins.length - 1 && v === to)),
            ).length,
        )
      : found.values?.values.map(({ value }) => own.filter((cell) => cell === value).length)
    assert.deepEqual(counts, expected, `${found.name} of ${label} in ${rows.length} rows`)
  }
}

test('by label: numbers, categories and lengths of texts, for few classes and for many', () => {
  const random = seeded(5)
  for (const [classes, declared] of [
    [3, true],
    [10, true],
    [30, true],
    [30, false],
  ] as const) {
    const names = Array.from({ length: classes }, (_, i) => `class ${i}`)
    const columns = [
      ...[column('size'), category('colour'), category('words', { modality: 'text' })],
      category('kind', { role: 'label', categories: declared ? names : undefined }),
    ]
    const rows = Array.from({ length: 2000 }, (): Row => {
      const label = Math.floor(random() ** 2 * classes)
      const words = 'é'.repeat(1 + Math.floor(random() * 40))
      return [label + Math.floor(random() * 9), random() < 0.1 ? null : `c${label % 3}`, words, names[label]]
    })
    const found = profile(columns, rows)
    assert.equal(found.labelColumn, 'kind')
    assert.equal(found.labelRows, classes > 10 ? 2000 : undefined)
    const labels = rows.map((row) => row[3])
    const often = names
      .map((name) => ({ name, count: labels.filter((label) => label === name).length }))
      .sort((a, b) => b.count - a.count)
    for (const at of [0, 1, 2]) {
      const cells = rows.map((row) => row[at])
      requireCounts(found.columns[at], rows, cells, labels)
      const { numbers, values, text } = found.columns[at]
      const shown = (numbers ?? values ?? text)?.byLabel ?? []
      assert.equal(shown.length, Math.min(10, classes))
      if (classes <= 10) continue
      const least = often[9].count
      assert.ok(
        shown.every(({ label }) => often.some(({ name, count }) => name === label && count >= least)),
        'the most frequent',
      )
    }
  }
})
