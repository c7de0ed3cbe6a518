import { printCsv } from '../csv-rows.ts'
import type { ClassificationBaseline, MatchingBaseline } from './baseline-spec.ts'
import { classifyRows } from './classify-rows.ts'
import { ImageSignatures } from './image-signature.ts'
import { scorePairs } from './score-pairs.ts'
import { type ClassificationTables, classificationTables, matchingTables } from './task-tables.ts'

/** What to predict: a sample dataset's folder (or a release of it as CSV), one of its questions, and how. */
export type PredictRequest =
  | {
      kind: 'classification'
      folder: string
      labelColumn: string
      classes: string[]
      /** `labels` writes `id,prediction`; `probabilities` writes `id` and a column per class. */
      form: 'labels' | 'probabilities'
      baseline: ClassificationBaseline
    }
  | { kind: 'matching'; folder: string; labelColumn: string; baseline: MatchingBaseline }

/** Six decimals: rows of 100 classes then miss a sum of 1 by at most 5e-5. */
function decimal(value: number): string {
  return String(Number(value.toFixed(6)))
}

async function classificationCsv(
  tables: ClassificationTables,
  form: 'labels' | 'probabilities',
  baseline: ClassificationBaseline,
): Promise<string> {
  const probabilities = await classifyRows(tables, baseline)
  const { classes, test } = tables
  if (form === 'labels') {
    const rows = test.map(({ id }, t) => ({
      id,
      prediction: classes[probabilities[t].indexOf(Math.max(...probabilities[t]))],
    }))
    return printCsv({ columns: ['id', 'prediction'], rows })
  }
  const rows = test.map(({ id }, t) => ({
    id,
    ...Object.fromEntries(classes.map((name, c) => [name, decimal(probabilities[t][c])])),
  }))
  return printCsv({ columns: ['id', ...classes], rows })
}

/**
 * Runs one baseline on one task and returns the prediction file as CSV text, ready to be submitted. Reads training
 * labels, features and images only: the answers of the test table are dropped unseen. The same input gives the
 * same text.
 *
 * @param images share one between the predictions of a folder and each picture is read once (a signature takes 2.5 kB)
 */
export async function predict(
  request: PredictRequest,
  images = new ImageSignatures(request.folder),
): Promise<string> {
  const { folder, labelColumn } = request
  if (request.kind === 'classification') {
    const tables = await classificationTables(folder, labelColumn, request.classes, images)
    return classificationCsv(tables, request.form, request.baseline)
  }
  const tables = await matchingTables(folder, labelColumn, images)
  const scores = await scorePairs(tables, request.baseline)
  const rows = tables.testPairs.map(({ id_left, id_right }, i) => ({
    id_left,
    id_right,
    score: decimal(scores[i]),
  }))
  return printCsv({ columns: ['id_left', 'id_right', 'score'], rows })
}
