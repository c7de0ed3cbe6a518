import { PART, type SplitOptions } from './assign-parts.ts'
import type { Check } from './checks/check.ts'
import { sameColumnsChecks } from './checks/column-checks.ts'
import { IdenticalRows } from './checks/identical-rows.ts'
import { LabelCounter, labelChecks } from './checks/label-balance.ts'
import { LabelLeak } from './checks/label-leak.ts'
import { PairEnds } from './checks/pair-ends.ts'
import { UniqueKeys } from './checks/unique-keys.ts'
import { type PartOf, planSplit } from './plan-split.ts'
import type { ReleaseBuild } from './release-build.ts'
import type { PlannedTable, ReleasePlan } from './release-plan.ts'
import { SampleSubmission } from './sample-submission.ts'
import type { TableSchema } from './schema.ts'
import type { ValueCount } from './stats/bounded-counts.ts'
import { PAIR_COLUMNS, SPLIT_COLUMN } from './table-names.ts'
import { TruthCollector } from './truth-collector.ts'
import type { TruthFile, TruthSink } from './truth-sink.ts'
import { type BatchObserver, selectFromBatch, type TypedBatch } from './typed-batch.ts'

/** The withheld answers of one label column. */
export interface LabelSummary extends TruthFile {
  /** Names the task that asks for them: `label`, `exact`, `variant`. */
  definition: string
  column: string
  /** Classes of train and test together, in the schema's order, else most frequent first. */
  classes: string[]
  trainRows: number
  publicRows: number
  privateRows: number
}

/** The columns of a released table, and where they stand in the given one. */
function released(
  name: string,
  given: TableSchema,
  without: readonly string[],
): { table: TableSchema; at: number[] } {
  const kept = given.columns.flatMap((column, at) => (without.includes(column.name) ? [] : [{ column, at }]))
  return { table: { name, columns: kept.map((k) => k.column) }, at: kept.map((k) => k.at) }
}

/** Watchers that check something and say so at the end. */
type Watcher = BatchObserver & { checks(): Check[] }

function pairEnds(
  plan: ReleasePlan,
  table: TableSchema,
  records: ReadonlyMap<string, UniqueKeys>,
): Watcher[] {
  if (plan.kind !== 'matching') return []
  const ends = PAIR_COLUMNS.flatMap((column) => {
    const keys = records.get(column.replace('id_', '')) ?? records.get('records')
    return keys ? [[column, keys] as const] : []
  })
  return [new PairEnds(table, Object.fromEntries(ends))]
}

/** Passes on the rows whose part is wanted, with their parts. */
async function* rowsOf(
  build: ReleaseBuild,
  planned: PlannedTable,
  partOf: PartOf | undefined,
  wantTest: boolean,
): AsyncGenerator<{ batch: TypedBatch; parts: number[] }> {
  const all = planned.table.columns.map((_, i) => i)
  let first = 0
  for await (const batch of build.read(planned)) {
    const parts = Array.from({ length: batch.rowCount }, (_, i) => partOf?.(first + i) ?? PART.train)
    first += batch.rowCount
    const rows = Uint32Array.from(parts.keys()).filter((row) => (parts[row] !== PART.train) === wantTest)
    if (rows.length === batch.rowCount) yield { batch, parts }
    else if (rows.length > 0)
      yield { batch: selectFromBatch(batch, all, rows), parts: Array.from(rows, (row) => parts[row]) }
  }
}

function emptyPartChecks(plan: ReleasePlan, trainRows: number, truth: TruthCollector): Check[] {
  const found: Check[] = []
  const add = (code: string, severity: Check['severity'], table: string, message: string) =>
    found.push({ code, severity, table, message })
  if (truth.publicRows + truth.privateRows === 0)
    add('empty_split', 'error', plan.testName, 'No row is in the test set; give more rows or another split.')
  else if (truth.publicRows === 0)
    add(
      'no_public_rows',
      'warning',
      plan.testName,
      'No test row is public: boards stay empty until the private reveal.',
    )
  else if (truth.privateRows === 0)
    add(
      'no_private_rows',
      'warning',
      plan.testName,
      'No test row is private: the final board equals the public one.',
    )
  if (trainRows === 0 && plan.whole)
    add('empty_split', 'error', plan.trainName, 'No row is left to train on.')
  return found
}

function classesOf(
  train: LabelCounter,
  test: LabelCounter,
  declared: readonly string[] | undefined,
): string[] {
  const all = new Map(train.counts)
  for (const [value, count] of test.counts) all.set(value, (all.get(value) ?? 0) + count)
  const order = declared ?? []
  const rest: ValueCount[] = [...all].map(([value, count]) => ({ value, count }))
  rest.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  return [...new Set([...order.filter((v) => all.has(v)), ...rest.map((r) => r.value)])]
}

/**
 * Writes the labelled tables of a release (`train` and `test`, or the pairs) and sends the labels of test rows to
 * the truth. Two passes: the training rows, then the test rows; a table that the platform splits is read for both.
 */
export async function buildLabelled(
  build: ReleaseBuild,
  plan: ReleasePlan,
  records: ReadonlyMap<string, UniqueKeys>,
  options: SplitOptions,
  sink: TruthSink,
): Promise<LabelSummary[]> {
  const { keys, whole } = plan
  const labelNames = plan.labels.map((l) => l.column)
  const pairs = plan.kind === 'matching'
  const partOf = await planSplit({ input: plan.test.input, table: plan.test.table, whole, pairs, options })
  const train = released(plan.trainName, plan.train.table, [SPLIT_COLUMN])
  const test = released(plan.testName, plan.test.table, [SPLIT_COLUMN, ...labelNames])
  build.checks.push(...sameColumnsChecks(train.table, test.table, new Set(labelNames)))

  const trainKeys = new UniqueKeys(train.table, keys)
  const identical = new IdenticalRows(train.table, test.table, keys[0])
  const counted = plan.labels.map(({ column, definition }) => ({
    ...{ column, definition, trainTable: plan.trainName, testTable: plan.testName },
    train: new LabelCounter(train.table.columns.findIndex((c) => c.name === column)),
    test: new LabelCounter(plan.test.table.columns.findIndex((c) => c.name === column)),
    leak: new LabelLeak(train.table, column),
  }))

  const trainWriter = build.startTable(train.table)
  const trainWatchers = [trainKeys, build.imageCells(train.table), ...pairEnds(plan, train.table, records)]
  const trainObservers = [
    trainWriter,
    identical.train,
    ...trainWatchers,
    ...counted.flatMap((c) => [c.train, c.leak]),
  ]
  for await (const { batch } of rowsOf(build, plan.train, whole ? partOf : undefined, false)) {
    const part = selectFromBatch(batch, train.at)
    for (const observer of trainObservers) observer.observe(part)
  }
  build.finishTable(trainWriter)

  const truth = new TruthCollector(plan, sink)
  const samples = SampleSubmission.forPlan(build, plan, counted)
  build.open.push(truth, ...samples)
  const testWriter = build.startTable(test.table)
  const testKeys = new UniqueKeys(test.table, keys, [trainKeys])
  const testWatchers = [testKeys, build.imageCells(test.table), ...pairEnds(plan, test.table, records)]
  const testObservers = [testWriter, identical.test, ...testWatchers]
  for await (const { batch, parts } of rowsOf(build, plan.test, partOf, true)) {
    truth.observe(batch, parts)
    for (const { test: counter } of counted) counter.observe(batch)
    const part = selectFromBatch(batch, test.at)
    for (const observer of testObservers) observer.observe(part)
    for (const sample of samples) sample.observe(part)
  }
  build.finishTable(testWriter)
  for (const sample of samples) build.files.push(...sample.finish())
  for (const watcher of [...trainWatchers, ...testWatchers, identical]) build.checks.push(...watcher.checks())
  for (const one of counted) build.checks.push(...labelChecks(one), ...one.leak.checks())
  build.checks.push(...emptyPartChecks(plan, trainWriter.writer.rows, truth))
  return summarise(counted, truth, train.table)
}

function summarise(
  counted: readonly { definition: string; column: string; train: LabelCounter; test: LabelCounter }[],
  truth: TruthCollector,
  table: TableSchema,
): LabelSummary[] {
  const { publicRows, privateRows } = truth
  return truth.finish().map((file, i) => {
    const { column, definition, train, test } = counted[i]
    const declared = table.columns.find((c) => c.name === column)?.categories
    const classes = classesOf(train, test, declared)
    return { ...file, definition, column, classes, trainRows: train.rows, publicRows, privateRows }
  })
}
