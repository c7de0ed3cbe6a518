import { GrandstandError } from '#core/errors.ts'
import type { InputTable } from './infer-schema.ts'
import {
  type ColumnSchema,
  columnsOfRole,
  type DatasetSchema,
  requireTable,
  type TableSchema,
} from './schema.ts'
import { definitionName, isPairsTable, PAIR_COLUMNS, SPLIT_COLUMN } from './table-names.ts'

/** A given table with the columns that are read from it. */
export interface PlannedTable {
  input: InputTable
  table: TableSchema
}

/** What a build does with the tables it was given. */
export interface ReleasePlan {
  kind: DatasetSchema['kind']
  /** Tables released as they are: `records`, or `left` and `right`. */
  records: PlannedTable[]
  /** Labelled rows to learn from, and labelled rows whose labels are withheld; one and the same when `whole`. */
  train: PlannedTable
  test: PlannedTable
  /** Train and test are one table which the platform splits. */
  whole: boolean
  /** Names in the release. */
  trainName: string
  testName: string
  /** Columns that name a row: the id, or the two ends of a pair. */
  keys: readonly string[]
  /** Label columns and the definition each stands for. */
  labels: readonly { column: string; definition: string }[]
}

function reject(detail: string): never {
  throw new GrandstandError('file_rejected', detail)
}

/** Ids and labels must be there in every row; a split must say public or private (or train, in one whole table). */
function readable(table: TableSchema, whole: boolean): TableSchema {
  const columns = table.columns.map((c): ColumnSchema => {
    if (c.name === SPLIT_COLUMN) {
      const categories = whole ? ['train', 'public', 'private'] : ['public', 'private']
      return { ...c, type: 'string', nullable: false, categories }
    }
    return c.role === 'id' || c.role === 'label' ? { ...c, nullable: false } : c
  })
  return { ...table, columns }
}

function keysOf(table: TableSchema, pairs: boolean): readonly string[] {
  const ids = columnsOfRole(table, 'id').map((c) => c.name)
  if (!pairs) {
    if (ids.length !== 1)
      reject(`Table '${table.name}' needs exactly one column with the role id; it has ${ids.length}.`)
    return ids
  }
  for (const name of PAIR_COLUMNS) {
    if (!ids.includes(name)) reject(`Table '${table.name}' needs a column '${name}' with the role id.`)
  }
  return PAIR_COLUMNS
}

function labelsOf(train: TableSchema, test: TableSchema): ReleasePlan['labels'] {
  const labels = columnsOfRole(test, 'label').map((c) => c.name)
  if (labels.length === 0)
    reject(`Table '${test.name}' needs a column with the role label: it is withheld and becomes the truth.`)
  for (const { name } of columnsOfRole(train, 'label')) {
    if (!labels.includes(name))
      reject(`Table '${test.name}' lacks the label column '${name}' of '${train.name}'.`)
  }
  for (const name of labels) {
    if (!columnsOfRole(train, 'label').some((c) => c.name === name))
      reject(`Table '${train.name}' lacks the label column '${name}' of '${test.name}'.`)
  }
  const named = labels.map((column) => ({ column, definition: definitionName(column) }))
  const names = new Set(named.map((l) => l.definition))
  if (names.size < named.length) reject(`Two label columns stand for one definition: ${labels.join(', ')}.`)
  return named
}

/** Which given tables hold the labelled rows, by their names. */
function labelledTables(
  pairs: boolean,
  names: readonly string[],
): { train: string; test: string; rest: string[] } {
  const [train, test, whole] = pairs ? ['train_pairs', 'test_pairs', 'pairs'] : ['train', 'test', 'data']
  const rest = names.filter((name) => ![train, test, whole].includes(name))
  if (names.includes(train) && names.includes(test) && !names.includes(whole)) return { train, test, rest }
  if (names.includes(whole) && !names.includes(train) && !names.includes(test))
    return { train: whole, test: whole, rest }
  if (!pairs && names.length === 1) return { train: names[0], test: names[0], rest: [] }
  return reject(
    `Give '${train}' and '${test}', or one table '${whole}' for the platform to split; found ${names.join(', ')}.`,
  )
}

/**
 * Works out what to do with the given tables.
 *
 * @throws GrandstandError `file_rejected` when tables, keys or labels are missing or contradict each other.
 */
export function planRelease(schema: DatasetSchema, inputs: readonly InputTable[]): ReleasePlan {
  const { kind } = schema
  const pairs = kind === 'matching'
  const names = inputs.map((t) => t.name)
  if (new Set(names).size < names.length) reject('Two tables have the same name.')
  const { train, test, rest } = labelledTables(pairs, names)
  const whole = train === test
  const planned = (name: string): PlannedTable => {
    const input = inputs.find((t) => t.name === name) ?? reject(`There is no table '${name}'.`)
    return { input, table: readable(requireTable(schema, name), whole && name === train) }
  }
  if (pairs && !(rest.join() === 'records' || rest.toSorted().join() === 'left,right'))
    reject(
      `A matching dataset has 'records', or 'left' and 'right', beside its pairs; found ${rest.join(', ') || 'none'}.`,
    )
  if (!pairs && rest.length > 0)
    reject(`A classification dataset has no table ${rest.map((n) => `'${n}'`).join(', ')}.`)
  const records = rest.map(planned)
  for (const { table } of records) keysOf(table, isPairsTable(kind, table.name))
  const [trainTable, testTable] = [planned(train), planned(test)]
  const keys = keysOf(trainTable.table, pairs)
  if (keysOf(testTable.table, pairs).join() !== keys.join())
    reject(`'${train}' and '${test}' name their ids differently.`)
  return {
    ...{ kind, records, train: trainTable, test: testTable, whole, keys },
    trainName: pairs ? 'train_pairs' : 'train',
    testName: pairs ? 'test_pairs' : 'test',
    labels: labelsOf(trainTable.table, testTable.table),
  }
}
