import { SAMPLE_CHALLENGES } from '#datasets/samples/sample-challenges.ts'
import { database } from '#store/database.ts'

/** The sample is made when there is nothing else, and not again once its last part, the workshop, exists. */
export async function isSampleWanted(): Promise<boolean> {
  const slugs = SAMPLE_CHALLENGES.map(({ slug }) => slug)
  const others = await database().challenge.count({ where: { slug: { notIn: slugs } } })
  const finished = await database().workshop.count({ where: { challenge: { slug: { in: slugs } } } })
  return others === 0 && finished === 0
}
