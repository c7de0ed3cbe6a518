import type { ImageFeature } from './baseline-spec.ts'
import type { ClassProbabilities } from './class-frequencies.ts'
import { imageLikeness } from './image-signature.ts'
import { neighbourVote } from './neighbour-vote.ts'
import type { ClassificationTables } from './task-tables.ts'

/** The training rows with the most similar pictures vote; the eighth power of the cosine makes near ones count. */
export async function nearestImage(
  tables: ClassificationTables,
  { feature, neighbours }: { feature: ImageFeature; neighbours: number },
): Promise<ClassProbabilities> {
  const files = [...tables.train, ...tables.test].map((row) => row.image)
  const signatures = await tables.images.of(files, feature)
  const train = tables.train.map((row) => signatures.get(row.image)!)
  return neighbourVote(tables, neighbours, (t) => {
    const own = signatures.get(tables.test[t].image)!
    return train.map((other) => imageLikeness(own, other) ** 8)
  })
}
