import type { ClassProbabilities } from './class-frequencies.ts'
import { neighbourVote } from './neighbour-vote.ts'
import type { ClassificationTables } from './task-tables.ts'
import { textTokens } from './text-tokens.ts'
import { cosine, tfIdf } from './tf-idf.ts'

/** The training rows with the most similar words vote: cosine of tf-idf vectors over the given text columns. */
export function nearestText(
  tables: ClassificationTables,
  { columns, neighbours }: { columns: readonly string[]; neighbours: number },
): ClassProbabilities {
  const documents = tables.train.map((row) => textTokens(row, columns))
  const vectorOf = tfIdf(documents)
  const train = documents.map(vectorOf)
  return neighbourVote(tables, neighbours, (t) => {
    const vector = vectorOf(textTokens(tables.test[t], columns))
    return train.map((other) => cosine(vector, other))
  })
}
