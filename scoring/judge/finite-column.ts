import type { TableBatch } from '#core/table.ts'
import type { ProblemList } from '../align/problem-list.ts'
import { numberColumn } from './opened-table.ts'

/**
 * The numbers of a column of scores or ranks, each of which must be finite; others are `not_finite` problems. Nothing
 * else is asked of them: only their order and the task's threshold matter. Valid until the next batch.
 */
export function finiteColumn(
  batch: TableBatch,
  position: number,
  column: string,
  problems: ProblemList,
): Float64Array {
  const { values, nulls } = numberColumn(batch, position)
  for (let i = 0; i < batch.rowCount; i++) {
    if (Number.isFinite(values[i])) continue
    problems.add('not_finite', () => ({
      line: batch.lineOf(i),
      column,
      message: `Found ${nulls?.[i] === 1 ? 'an empty cell' : String(values[i])}. Expected a finite number.`,
    }))
  }
  return values
}
