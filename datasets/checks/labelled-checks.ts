import type { ReleasePlan } from '../release-plan.ts'
import { columnsOfRole, type TableSchema } from '../schema.ts'
import type { BatchObserver, TypedBatch } from '../typed-batch.ts'
import type { Check } from './check.ts'
import { sameColumnsChecks } from './column-checks.ts'
import { GroupOverlap } from './group-overlap.ts'
import { IdenticalRows } from './identical-rows.ts'
import { LabelCounter, labelChecks } from './label-balance.ts'
import { LabelLeak } from './label-leak.ts'
import { NearRows } from './near-rows.ts'
import { SeenEntities } from './seen-entities.ts'
import type { SplitRows } from './split-rows.ts'
import { TextTrouble } from './text-trouble.ts'

/** One label column as it is counted in both splits. */
export interface CountedDefinition {
  column: string
  definition: string
  trainTable: string
  testTable: string
  train: LabelCounter
  test: LabelCounter
}

/** Something that watches both splits and compares them. */
interface SplitWatcher {
  train: BatchObserver
  test: BatchObserver
  checks(): Check[]
}

/**
 * The checks that compare training rows with test rows, labels included. Training rows are given as released, test
 * rows as the organiser gave them, since their labels are withheld from the release; all training rows come first.
 */
export class LabelledChecks {
  readonly labels: CountedDefinition[]
  readonly #found: Check[]
  readonly #watchers: SplitWatcher[]
  readonly #texts: { train: TextTrouble; test: TextTrouble }

  /**
   * @param train the training table as released
   * @param released the test table as released
   * @param rows of both
   */
  constructor(plan: ReleasePlan, train: TableSchema, released: TableSchema, rows: SplitRows = {}) {
    const { keys, labels } = plan
    const given = { ...plan.test.table, name: plan.testName }
    const position = (table: TableSchema, column: string) => table.columns.findIndex((c) => c.name === column)
    const idName = keys.length === 1 ? keys[0] : undefined
    this.#found = sameColumnsChecks(train, released, new Set(labels.map((label) => label.column)))
    this.labels = labels.map(({ column, definition }) => ({
      ...{ column, definition, trainTable: plan.trainName, testTable: plan.testName },
      train: new LabelCounter(position(train, column)),
      test: new LabelCounter(position(given, column)),
    }))
    const identical = new IdenticalRows(train, given, keys[0], rows)
    this.#watchers = [
      ...this.labels.map((label) => ({ ...label, checks: () => labelChecks(label) })),
      ...labels.map(({ column }) => new LabelLeak(train, given, column, idName, rows)),
      identical,
      new NearRows(train, given, keys[0], labels[0].column, identical, rows),
    ]
    if (columnsOfRole(train, 'group').length > 0) this.#watchers.push(new GroupOverlap(train, given))
    if (plan.kind === 'matching') {
      const shared = plan.records.length === 1
      this.#watchers.push(new SeenEntities(train, given, shared))
    }
    this.#texts = { train: new TextTrouble(train), test: new TextTrouble(given) }
  }

  observeTrain(batch: TypedBatch): void {
    for (const { train } of this.#watchers) train.observe(batch)
    this.#texts.train.observe(batch)
  }

  observeTest(batch: TypedBatch): void {
    for (const { test } of this.#watchers) test.observe(batch)
    this.#texts.test.observe(batch)
  }

  checks(): Check[] {
    const { train, test } = this.#texts
    return [...this.#found, ...[...this.#watchers, train, test].flatMap((watcher) => watcher.checks())]
  }
}
