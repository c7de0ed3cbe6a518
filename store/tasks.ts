import type { Prisma } from '#prisma/generated/client.ts'
import { CHALLENGE_PARTS, SCORER_SUMMARY } from './challenges.ts'
import type { Db } from './database.ts'

export const TASK_PARTS = {
  track: { include: { challenge: { include: CHALLENGE_PARTS } } },
  // without what the release holds: profile and sample rows may have megabytes
  release: {
    select: { version: true, withdrawnReason: true, dataset: { select: { slug: true, title: true } } },
  },
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

/** Lets nobody else change a task, choose its scorer or hand in to it until the transaction ends. */
export async function lockTask(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM "Task" WHERE id = ${id} FOR UPDATE`
}

export type TaskChangeRecord = Pick<Prisma.TaskChangeGetPayload<object>, 'before' | 'changedAt'>

/** The latest changes of a task, newest first. */
export function listTaskChanges(db: Db, taskId: string): Promise<TaskChangeRecord[]> {
  return db.taskChange.findMany({ where: { taskId }, orderBy: { id: 'desc' }, take: 20 })
}
