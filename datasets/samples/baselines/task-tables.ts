import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCsv, type Row, type RowTable } from '../csv-rows.ts'
import { ImageSignatures } from './image-signature.ts'

/** What a team knows of a classification task. */
export interface ClassificationTables {
  images: ImageSignatures
  train: Row[]
  /** Without labels and without the split. */
  test: Row[]
  /** Column of `train` that holds the answer. */
  labelColumn: string
  /** The declared classes in order. */
  classes: string[]
}

/** What a team knows of a matching task. */
export interface MatchingTables {
  images: ImageSignatures
  left: Map<string, Row>
  right: Map<string, Row>
  trainPairs: Row[]
  testPairs: Row[]
  labelColumn: string
}

const WITHHELD = /^label|^split$/

/** A test table as it is released: what is withheld is dropped before a baseline can see it. */
function withoutAnswers({ columns, rows }: RowTable): Row[] {
  const shown = columns.filter((column) => !WITHHELD.test(column))
  return rows.map((row) => Object.fromEntries(shown.map((column) => [column, row[column]])))
}

async function readTable(folder: string, name: string): Promise<RowTable> {
  return parseCsv(await readFile(join(folder, `${name}.csv`), 'utf8'))
}

/**
 * Reads a classification dataset as a team would see it, from a sample's folder or from a release of it.
 *
 * @param labelColumn `label_group`; the other label columns of `train` stay and are no features
 */
export async function classificationTables(
  folder: string,
  labelColumn: string,
  classes: string[],
  images = new ImageSignatures(folder),
): Promise<ClassificationTables> {
  const [train, test] = await Promise.all([readTable(folder, 'train'), readTable(folder, 'test')])
  return { images, train: train.rows, test: withoutAnswers(test), labelColumn, classes }
}

/** Reads a matching dataset as a team would see it. */
export async function matchingTables(
  folder: string,
  labelColumn: string,
  images = new ImageSignatures(folder),
): Promise<MatchingTables> {
  const [left, right, train, test] = await Promise.all(
    ['left', 'right', 'train_pairs', 'test_pairs'].map((name) => readTable(folder, name)),
  )
  const byId = ({ rows }: RowTable) => new Map(rows.map((row) => [row.id, row]))
  return {
    images,
    left: byId(left),
    right: byId(right),
    trainPairs: train.rows,
    testPairs: withoutAnswers(test),
    labelColumn,
  }
}
