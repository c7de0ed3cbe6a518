import type { Prisma } from '#prisma/generated/client.ts'
import { CHALLENGE_PARTS, SCORER_SUMMARY } from './challenges.ts'
import type { Db } from './database.ts'

export const TASK_PARTS = {
  track: { include: { challenge: { include: CHALLENGE_PARTS } } },
  release: { include: { dataset: true } },
  scorer: { select: SCORER_SUMMARY },
  truth: { select: { id: true, name: true, rows: true, publicRows: true, classes: true, sha256: true } },
} as const satisfies Prisma.TaskInclude

/** A task with its track, challenge, release and what is public about its truth (never the answers). */
export type TaskRecord = Prisma.TaskGetPayload<{ include: typeof TASK_PARTS }>

/** A task by slug or id; undefined when there is none. */
export async function findTask(db: Db, slugOrId: string): Promise<TaskRecord | undefined> {
  const found = await db.task.findFirst({
    where: { OR: [{ slug: slugOrId }, { id: slugOrId }] },
    include: TASK_PARTS,
  })
  return found ?? undefined
}
