/**
 * Precision, recall and F1 over classes in every averaging: scikit-learn's `precision_recall_fscore_support` with
 * `zero_division=0`.
 */
import { AccurateSum, sumOf } from './accurate-sum.ts'
import type { Confusion } from './confusion.ts'
import { defineMetric, undefinedBecause } from './define-metric.ts'
import { f1Of, isObserved, precisionOf, recallOf } from './per-class.ts'

type OfClass = (table: Confusion, c: number) => number

/** Mean over the classes that occur in the truth or in the predictions. */
function macro(table: Confusion, ofClass: OfClass): number {
  const sum = new AccurateSum()
  let observed = 0
  for (let c = 0; c < table.classCount; c++) {
    if (!isObserved(table, c)) continue
    sum.add(ofClass(table, c))
    observed++
  }
  return sum.total / observed
}

/** Mean over all declared classes; one that never occurs counts as 0. */
function macroDeclared(table: Confusion, ofClass: OfClass): number {
  const sum = new AccurateSum()
  for (let c = 0; c < table.classCount; c++) sum.add(ofClass(table, c))
  return sum.total / table.classCount
}

/** Mean over classes weighted by their rows in the truth. */
function weighted(table: Confusion, ofClass: OfClass): number {
  const sum = new AccurateSum()
  for (let c = 0; c < table.classCount; c++) sum.add(ofClass(table, c) * table.support[c])
  return sum.total / table.rowCount
}

const FAMILIES: readonly { name: string; title: string; ofClass: OfClass; says: string }[] = [
  {
    name: 'precision',
    title: 'Precision',
    ofClass: precisionOf,
    says: 'the share of rows predicted as a class that are of it',
  },
  {
    name: 'recall',
    title: 'Recall',
    ofClass: recallOf,
    says: 'the share of rows of a class that were predicted as it',
  },
  { name: 'f1', title: 'F1', ofClass: f1Of, says: 'the harmonic mean of precision and recall of a class' },
]

/** `{precision,recall,f1}_{macro,macro_declared,micro,weighted,binary}`, 15 metrics. */
export const precisionRecallF1 = FAMILIES.flatMap(({ name, title, ofClass, says }) => [
  defineMetric(
    'labels',
    {
      name: `${name}_macro`,
      title: `${title} (macro)`,
      description: `The plain mean, over the classes seen in the truth or the predictions, of ${says}.`,
    },
    (table) => macro(table, ofClass),
  ),
  defineMetric(
    'labels',
    {
      name: `${name}_macro_declared`,
      title: `${title} (macro, declared classes)`,
      description: `The plain mean, over all declared classes, of ${says}; a class never seen counts 0.`,
    },
    (table) => macroDeclared(table, ofClass),
  ),
  defineMetric(
    'labels',
    {
      name: `${name}_micro`,
      title: `${title} (micro)`,
      description: `${title} over all rows pooled; with one class per row it equals accuracy.`,
    },
    (table) => sumOf(table.hits) / table.rowCount,
  ),
  defineMetric(
    'labels',
    {
      name: `${name}_weighted`,
      title: `${title} (weighted)`,
      description: `The mean, weighted by each class's rows in the truth, of ${says}.`,
    },
    (table) => weighted(table, ofClass),
  ),
  defineMetric(
    'labels',
    {
      name: `${name}_binary`,
      title: `${title} (positive class)`,
      classes: 'two',
      description: `Of the second declared class, taken as the positive one: ${says}.`,
    },
    (table) =>
      table.classCount === 2 ? ofClass(table, 1) : undefinedBecause('This metric is for two classes only.'),
  ),
])
