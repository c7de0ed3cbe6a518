/** Precision, recall and F1 of single classes: what the averages average and what the report's table shows. */
import type { Confusion } from './confusion.ts'

/** Whether class c occurs in the truth. */
export function isPresent(table: Confusion, c: number): boolean {
  return table.support[c] > 0
}

/** Whether class c occurs in the truth or in the predictions. */
export function isObserved(table: Confusion, c: number): boolean {
  return table.support[c] > 0 || table.predicted[c] > 0
}

/** Of the rows predicted as c, the share that are c; 0 when none was predicted. */
export function precisionOf(table: Confusion, c: number): number {
  return table.predicted[c] > 0 ? table.hits[c] / table.predicted[c] : 0
}

/** Of the rows that are c, the share that was predicted as c; 0 when there are none. */
export function recallOf(table: Confusion, c: number): number {
  return table.support[c] > 0 ? table.hits[c] / table.support[c] : 0
}

/** The harmonic mean of precision and recall of class c, as 2 hits / (support + predicted); 0 on 0/0. */
export function f1Of(table: Confusion, c: number): number {
  const total = table.support[c] + table.predicted[c]
  return total > 0 ? (2 * table.hits[c]) / total : 0
}
