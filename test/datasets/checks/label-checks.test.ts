import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LabelCounter, labelChecks } from '#datasets/checks/label-balance.ts'
import { LabelLeak } from '#datasets/checks/label-leak.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { type Row, seeded, toBatches } from '../generated-table.ts'

const TABLE: TableSchema = {
  name: 'train',
  columns: [
    { name: 'id', type: 'string', modality: 'id', role: 'id', nullable: false },
    { name: 'a', type: 'string', modality: 'categorical', role: 'feature', nullable: true },
    { name: 'n', type: 'int64', modality: 'numeric', role: 'feature', nullable: false },
    { name: 'label', type: 'string', modality: 'categorical', role: 'label', nullable: false },
  ],
}

function leaks(rows: Row[], tested: Row[] = []): string[] {
  const leak = new LabelLeak(TABLE, TABLE, 'label', 'id')
  for (const batch of toBatches(TABLE, rows, 64)) leak.train.observe(batch)
  for (const batch of toBatches(TABLE, tested, 64)) leak.test.observe(batch)
  const found = leak.checks().filter((c) => c.severity !== 'info')
  return found.map((c) => [c.code, c.column].filter(Boolean).join(' '))
}

function counter(labels: string[]): LabelCounter {
  const found = new LabelCounter(3)
  const rows = labels.map((label, i): Row => [`${i}`, '', 0n, label])
  for (const batch of toBatches(TABLE, rows, 10)) found.observe(batch)
  return found
}

function codes(train: string[], testLabels: string[]): string[] {
  const one = { column: 'label', trainTable: 'train', testTable: 'test' }
  return labelChecks({ ...one, train: counter(train), test: counter(testLabels) }).map((c) => c.code)
}

const random = seeded(1)
const LABELS = Array.from({ length: 400 }, () => (random() < 0.4 ? 'x' : 'y'))

test('law: features drawn without regard to the label are never called a leak', () => {
  for (let seed = 0; seed < 20; seed++) {
    const draw = seeded(seed)
    const rows = LABELS.map(
      (label, i): Row => [`${i}`, `v${Math.floor(draw() * 20)}`, BigInt(Math.floor(draw() * 1e6)), label],
    )
    assert.deepEqual(leaks(rows), [])
  }
})

test('a feature that equals or encodes the label is found; one slip in four hundred does not hide it, ten do', () => {
  const rows = (wrong: number) =>
    LABELS.map((label, i): Row => [`${i}`, (label === 'x') === i >= wrong ? 'p' : 'q', BigInt(i), label])
  assert.deepEqual(leaks(LABELS.map((label, i): Row => [`${i}`, label, 1n, label])), [
    'feature_equals_label a',
  ])
  assert.deepEqual(leaks(rows(0)), ['feature_gives_label a'])
  assert.deepEqual(leaks(rows(1)), ['feature_gives_label a'])
  assert.deepEqual(leaks(rows(10)), [])
})

test('class balance says what an organiser needs', () => {
  assert.deepEqual(codes(LABELS, LABELS), ['class_balance'])
  assert.deepEqual(codes([], []), ['no_labels'])
  assert.deepEqual(codes(['x', 'x'], ['x']), ['single_class', 'rare_class'])
  assert.deepEqual(codes([...Array(99).fill('x'), 'y'], ['x']), ['class_imbalance'])
  assert.deepEqual(codes(LABELS, [...LABELS, 'z']), ['unseen_class', 'class_balance'])
})

test('sorted test rows are noticed, shuffled ones are not', () => {
  assert.deepEqual(codes(LABELS, LABELS.toSorted()), ['class_balance', 'order_tells_label'])
  const blocks = LABELS.map((_, i) => (Math.floor(i / 5) % 2 ? 'x' : 'y'))
  assert.ok(codes(LABELS, blocks).includes('order_tells_label'))
})
