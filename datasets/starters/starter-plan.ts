import { GrandstandError } from '#core/errors.ts'
import { columnsOfRole, type DatasetSchema, requireTable, type TableSchema } from '../schema.ts'
import { definitionName } from '../table-names.ts'

/** What a starter is written for. */
export interface StarterOptions {
  /** Name of the dataset, for the first line. */
  title: string
  /** The definition of the label to predict: `label`, `exact`; the first when left out. */
  definition?: string
  /** What the task takes: a class per row, or a probability per class. Default: a class. */
  form?: 'label' | 'probabilities'
  /** Classes in the task's order; only for probabilities. */
  classes?: readonly string[]
}

/** Features by how a simple model takes them. Names as in the tables. */
export interface FeatureNames {
  /** Numbers as they are. */
  numbers: string[]
  /** `true` and `false`. */
  flags: string[]
  /** Dates and times. */
  days: string[]
  /** Words. */
  texts: string[]
  /** One of few values. */
  categories: string[]
  /** Paths of images. */
  images: string[]
}

interface Common {
  title: string
  /** The column to predict. */
  label: string
  features: FeatureNames
}

/** One row, one label. */
export interface ClassificationPlan extends Common {
  kind: 'classification'
  id: string
  form: 'label' | 'probabilities'
  classes: readonly string[]
}

/** Two records, one label: 1 for a match. */
export interface MatchingPlan extends Common {
  kind: 'matching'
  /** Tables of the left and the right records, the same where there is one, and their id columns. */
  left: { table: string; id: string }
  right: { table: string; id: string }
  /** Every column of each side that has words in it, for records whose columns differ. */
  leftWords: string[]
  rightWords: string[]
}

/** What every starter needs to know. */
export type StarterPlan = ClassificationPlan | MatchingPlan

function featuresOf(table: TableSchema, other: TableSchema): FeatureNames {
  const shared = columnsOfRole(table, 'feature').filter((column) =>
    other.columns.some(({ name, type }) => name === column.name && type === column.type),
  )
  const named = (holds: (column: TableSchema['columns'][number]) => boolean) =>
    shared.filter(holds).map((column) => column.name)
  const isNumber = (type: string) => type === 'int64' || type === 'float64'
  const isDay = (type: string) => type === 'date' || type === 'timestamp'
  return {
    numbers: named(({ type, modality }) => isNumber(type) && modality !== 'categorical'),
    flags: named(({ type }) => type === 'boolean'),
    days: named(({ type }) => isDay(type)),
    texts: named(({ type, modality }) => type === 'string' && modality === 'text'),
    categories: named(
      ({ type, modality }) =>
        (type === 'string' && modality !== 'text' && modality !== 'image') ||
        (isNumber(type) && modality === 'categorical'),
    ),
    images: named(({ modality }) => modality === 'image'),
  }
}

/** Columns whose text can be compared word by word. */
function wordColumns(table: TableSchema): string[] {
  return columnsOfRole(table, 'feature').flatMap(({ name, type, modality }) =>
    type === 'string' && modality !== 'image' ? [name] : [],
  )
}

/**
 * Works out what a starter for a release must say.
 *
 * @throws GrandstandError `not_found` when the release has no such label.
 */
export function planStarter(schema: DatasetSchema, options: StarterOptions): StarterPlan {
  const pairs = schema.kind === 'matching'
  const train = requireTable(schema, pairs ? 'train_pairs' : 'train')
  const labels = columnsOfRole(train, 'label').map((column) => column.name)
  const { definition = labels[0] && definitionName(labels[0]), title } = options
  const label = labels.find((name) => definitionName(name) === definition)
  if (label === undefined) {
    const known = labels.map(definitionName).join(', ') || 'none'
    throw new GrandstandError('not_found', `The release has no label ${definition}; it has: ${known}.`)
  }
  if (pairs) return planMatching(schema, title, label)
  const declared = train.columns.find((column) => column.name === label)?.categories ?? []
  return {
    ...{ kind: 'classification', title, label, id: idOf(train) },
    features: featuresOf(train, requireTable(schema, 'test')),
    form: options.form ?? 'label',
    classes: options.classes ?? declared,
  }
}

function idOf(table: TableSchema): string {
  return columnsOfRole(table, 'id')[0]?.name ?? 'id'
}

function planMatching(schema: DatasetSchema, title: string, label: string): MatchingPlan {
  const named = (name: string) => schema.tables.find((table) => table.name === name)
  const left = named('left') ?? requireTable(schema, 'records')
  const right = named('right') ?? left
  return {
    ...{ kind: 'matching', title, label, features: featuresOf(left, right) },
    left: { table: left.name, id: idOf(left) },
    right: { table: right.name, id: idOf(right) },
    leftWords: wordColumns(left),
    rightWords: wordColumns(right),
  }
}
