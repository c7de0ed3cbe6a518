import { PART, type SplitOptions } from './assign-parts.ts'
import type { Check } from './checks/check.ts'
import type { LabelCounter } from './checks/label-balance.ts'
import { type CountedDefinition, LabelledChecks } from './checks/labelled-checks.ts'
import { PairEnds } from './checks/pair-ends.ts'
import type { SplitRows } from './checks/split-rows.ts'
import { UniqueKeys } from './checks/unique-keys.ts'
import { planSplit } from './plan-split.ts'
import type { ReleaseBuild } from './release-build.ts'
import type { PlannedTable, ReleasePlan } from './release-plan.ts'
import { SampleSubmission } from './sample-submission.ts'
import type { TableSchema } from './schema.ts'
import { selectRows } from './select-rows.ts'
import type { ValueCount } from './stats/value-count.ts'
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
  parts: Uint8Array | undefined,
  wantTest: boolean,
): AsyncGenerator<{ batch: TypedBatch; parts: Uint8Array }> {
  const all = planned.table.columns.map((_, i) => i)
  let first = 0
  for await (const batch of build.read(planned)) {
    const own = parts?.subarray(first, first + batch.rowCount) ?? new Uint8Array(batch.rowCount)
    first += batch.rowCount
    const rows = selectRows(own, wantTest)
    if (rows.length === own.length) yield { batch, parts: own }
    else if (rows.length > 0)
      yield { batch: selectFromBatch(batch, all, rows), parts: Uint8Array.from(rows, (row) => own[row]) }
  }
}

function emptyPartChecks(plan: ReleasePlan, trainRows: number, truth: TruthCollector): Check[] {
  const found: Check[] = []
  const add = (code: Check['code'], severity: Check['severity'], table: string, message: string) =>
    found.push({ code, severity, table, message })
  if (truth.publicRows + truth.privateRows === 0)
    add('empty_split', 'error', plan.testName, 'No row is in the test set.')
  else if (truth.publicRows === 0) add('no_public_rows', 'warning', plan.testName, 'No test row is public.')
  else if (truth.privateRows === 0)
    add('no_private_rows', 'warning', plan.testName, 'No test row is private.')
  if (trainRows === 0 && plan.whole)
    add('empty_split', 'error', plan.trainName, 'No row is left to train on.')
  return found
}

/** How many rows go either way, by the parts of one table or of a test table beside `given` training rows. */
function splitRows(parts: Uint8Array, whole: boolean, given: number): Required<SplitRows> {
  const train = parts.reduce((count, part) => count + (part === PART.train ? 1 : 0), 0)
  return { train: whole ? train : given, test: parts.length - train }
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
  { options, secret }: { options: SplitOptions; secret?: Uint8Array },
  sink: TruthSink,
): Promise<LabelSummary[]> {
  const { keys, whole } = plan
  const labelNames = plan.labels.map((l) => l.column)
  const pairs = plan.kind === 'matching'
  const parts = await planSplit({ ...plan.test, readTable: build.readTable, whole, pairs, options, secret })
  const train = released(plan.trainName, plan.train.table, [SPLIT_COLUMN])
  const test = released(plan.testName, plan.test.table, [SPLIT_COLUMN, ...labelNames])
  const rows = splitRows(parts, whole, await build.keep(plan.train))
  const checks = new LabelledChecks(plan, train.table, test.table, rows)
  const outputs = [...(whole ? [{ ...train, isTest: false }] : []), { ...test, isTest: true }]
  const testThread = build.writeKept(plan.test, outputs, whole ? parts : undefined)
  const trainThread = whole
    ? testThread
    : build.writeKept(plan.train, [{ ...train, isTest: false }], undefined)

  const trainKeys = new UniqueKeys(train.table, keys, [], rows.train)
  const trainWriter = build.startTable(train.table, {
    ...{ elsewhere: trainThread?.written(0), rows: rows.train },
  })
  const trainWatchers = [trainKeys, build.imageCells(train.table), ...pairEnds(plan, train.table, records)]
  for await (const { batch } of rowsOf(build, plan.train, whole ? parts : undefined, false)) {
    const part = selectFromBatch(batch, train.at)
    for (const observer of [trainWriter, ...trainWatchers]) observer.observe(part)
    checks.observeTrain(part)
  }
  const trainDone = build.finishTable(trainWriter)
  trainDone.catch(() => {}) // it is awaited when the test rows have gone by

  const truth = new TruthCollector(plan, sink)
  const samples = SampleSubmission.forPlan(build, plan, checks.labels)
  build.open.push(truth, ...samples)
  const testWriter = build.startTable(test.table, {
    ...{ elsewhere: testThread?.written(outputs.length - 1), rows: rows.test },
  })
  const testKeys = new UniqueKeys(test.table, keys, [trainKeys], rows.test)
  const testWatchers = [testKeys, build.imageCells(test.table), ...pairEnds(plan, test.table, records)]
  for await (const { batch, parts: own } of rowsOf(build, plan.test, parts, true)) {
    truth.observe(batch, own)
    checks.observeTest(batch)
    const part = selectFromBatch(batch, test.at)
    for (const observer of [testWriter, ...testWatchers, ...samples]) observer.observe(part)
  }
  await trainDone
  await build.finishTable(testWriter)
  for (const sample of samples) build.files.push(...sample.finish())
  for (const watcher of [...trainWatchers, ...testWatchers, checks]) build.checks.push(...watcher.checks())
  build.checks.push(...(build.difficulty?.checks(parts) ?? []))
  build.checks.push(...emptyPartChecks(plan, trainWriter.rows, truth))
  return summarise(checks.labels, truth, train.table)
}

function summarise(
  counted: readonly CountedDefinition[],
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
