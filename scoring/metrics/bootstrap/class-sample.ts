import { rowsByClass } from '../class-rankings.ts'
import type { ClassProbabilities } from '../metric-inputs.ts'
import { RandomSource } from './random-source.ts'

/** Cells of the matrix that an interval looks at, about: more would cost as much as the metric. */
const MOST_CELLS = 1_000_000
/** Rows of a class that are looked at in any case. */
const FEWEST_ROWS = 10
const SEED = 13

/** Rows in order of their class, those of class c from `starts[c]` to `starts[c + 1]`: all, or some of each large class. */
export interface ClassSample {
  rows: Uint32Array
  starts: Uint32Array
  /** Rows of each class in the whole input. */
  support: Float64Array
  /** How many rows of its class a row of the sample stands for; 0 for a class without rows. */
  stride: Float64Array
}

/** Takes at random equally many rows of each class, or all where it has no more. */
export function sampleByClass({ columns, truth }: ClassProbabilities): ClassSample {
  const byClass = rowsByClass(truth, columns.length)
  const support = Float64Array.from(byClass, ({ length }) => length)
  const present = support.filter((count) => count > 0).length
  const most = Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / columns.length / Math.max(1, present)))
  const starts = new Uint32Array(columns.length + 1)
  support.forEach((count, c) => {
    starts[c + 1] = starts[c] + Math.min(count, most)
  })
  const rows = new Uint32Array(starts[columns.length])
  const random = new RandomSource(SEED)
  byClass.forEach((own, c) => {
    if (own.length > most) shuffleFirst(own, most, random)
    rows.set(own.subarray(0, most), starts[c])
  })
  const stride = support.map((count) => (count > 0 ? count / Math.min(count, most) : 0))
  return { rows, starts, support, stride }
}

/** Puts a random choice of the values in front. */
function shuffleFirst(values: Uint32Array, count: number, random: RandomSource): void {
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random.uniform() * (values.length - i))
    const value = values[i]
    values[i] = values[other]
    values[other] = value
  }
}
