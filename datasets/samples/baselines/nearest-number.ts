import type { ClassProbabilities } from './class-frequencies.ts'
import { neighbourVote } from './neighbour-vote.ts'
import type { ClassificationTables } from './task-tables.ts'

/** The training rows with the nearest number in one column vote; likeness is 1 / (1 + distance). */
export function nearestNumber(
  tables: ClassificationTables,
  { column, neighbours }: { column: string; neighbours: number },
): ClassProbabilities {
  const numbers = tables.train.map((row) => Number(row[column]))
  return neighbourVote(tables, neighbours, (t) => {
    const own = Number(tables.test[t][column])
    return numbers.map((number) => 1 / (1 + Math.abs(number - own)))
  })
}
