import { boardScorer } from '#core/scorer.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'
import { findTask } from './tasks.ts'

const SCORER_PARTS = {
  task: {
    select: {
      id: true,
      slug: true,
      track: { select: { challenge: { select: { slug: true, organisers: { select: { userId: true } } } } } },
    },
  },
  createdBy: { select: { name: true } },
  trials: { orderBy: { id: 'desc' }, take: 20 },
  _count: { select: { trials: { where: { outcome: 'scored' } } } },
} as const satisfies Prisma.ScorerVersionInclude

/** A version of a task's scorer program, with its latest trials, how many have passed, and who may see it. */
export type ScorerRecord = Prisma.ScorerVersionGetPayload<{ include: typeof SCORER_PARTS }>

export async function findScorer(db: Db, id: string): Promise<ScorerRecord | undefined> {
  return (await db.scorerVersion.findUnique({ where: { id }, include: SCORER_PARTS })) ?? undefined
}

/** All versions of a task, newest first. */
export function listScorers(db: Db, taskId: string): Promise<ScorerRecord[]> {
  return db.scorerVersion.findMany({ where: { taskId }, include: SCORER_PARTS, orderBy: { number: 'desc' } })
}

/** Keeps a task's choice of scorer as it is until the transaction ends; gives that choice. */
export async function holdScorerChoice(tx: Db, taskId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ scorerId: string | null }[]>`
    SELECT "scorerId" FROM "Task" WHERE id = ${taskId} FOR SHARE`
  return row?.scorerId ?? null
}

/** Lets nobody else choose a scorer, or write a score of this task, until the transaction ends. */
export async function lockScorerChoice(tx: Db, taskId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM "Task" WHERE id = ${taskId} FOR NO KEY UPDATE`
}

/** Ids of the submissions that the task's present scorer has not judged, those under way left out; oldest first. */
export async function listUnscored(db: Db, taskId: string): Promise<string[]> {
  const task = await findTask(db, taskId)
  if (!task) return []
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s.id FROM "Submission" s
    WHERE s."taskId" = ${task.id} AND s.status IN ('scored', 'rejected', 'faulted') AND NOT EXISTS (
      SELECT 1 FROM "Evaluation" e
      WHERE e."submissionId" = s.id AND e."truthSha256" = ${task.truth.sha256}
        AND starts_with(e."scorerVersion", ${boardScorer(task.scorer)})
    )
    ORDER BY s.id`
  return rows.map(({ id }) => id)
}
