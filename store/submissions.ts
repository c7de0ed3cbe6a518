import { COSTING_STATUSES, quotaDay } from '#core/quota.ts'
import type { SubmissionStatus } from '#core/submission.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { SCORER_SUMMARY } from './challenges.ts'
import type { Db } from './database.ts'
import { TASK_PARTS } from './tasks.ts'

const SUBMISSION_PARTS = {
  team: { select: { id: true, name: true, slug: true } },
  user: { select: { id: true, name: true } },
  task: { include: TASK_PARTS },
  // one, unless it was scored again by other versions of the task's scorer
  evaluations: { orderBy: { finishedAt: 'desc' }, take: 10, include: { scorer: { select: SCORER_SUMMARY } } },
} as const satisfies Prisma.SubmissionInclude

/** A submission with its task, team and evaluations, newest first. */
export type SubmissionRecord = Prisma.SubmissionGetPayload<{ include: typeof SUBMISSION_PARTS }>

const SUMMARY_PARTS = {
  ...SUBMISSION_PARTS,
  evaluations: { ...SUBMISSION_PARTS.evaluations, omit: { publicReport: true, privateReport: true } },
} as const satisfies Prisma.SubmissionInclude

/** The same without reports, which may have tens of kilobytes each. */
export type SubmissionSummaryRecord = Prisma.SubmissionGetPayload<{ include: typeof SUMMARY_PARTS }>

export async function findSubmission(db: Db, id: string): Promise<SubmissionRecord | undefined> {
  return (await db.submission.findUnique({ where: { id }, include: SUBMISSION_PARTS })) ?? undefined
}

export interface SubmissionFilter {
  taskId: string
  /** Only this team's; every team's when absent. */
  teamId?: string
  /** Only those in this state. */
  status?: SubmissionStatus
  /** Only those made before this submission id's instant, for paging. */
  before?: string
  limit: number
}

/** Submissions to a task, newest first (ids sort by time). */
export function listSubmissions(db: Db, filter: SubmissionFilter): Promise<SubmissionSummaryRecord[]> {
  return db.submission.findMany({
    where: {
      taskId: filter.taskId,
      teamId: filter.teamId,
      status: filter.status,
      id: filter.before ? { lt: filter.before } : undefined,
    },
    include: SUMMARY_PARTS,
    orderBy: { id: 'desc' },
    take: filter.limit,
  })
}

/** How many of the day's places a team has used on a task. */
export function countAgainstQuota(db: Db, taskId: string, teamId: string, now: Date): Promise<number> {
  return db.submission.count({
    where: { taskId, teamId, quotaDay: quotaDay(now), status: { in: COSTING_STATUSES } },
  })
}

/** How many of a team's submissions wait to be scored, besides this one. */
export function countWaiting(db: Db, teamId: string, exceptId: string): Promise<number> {
  return db.submission.count({
    where: { teamId, id: { not: exceptId }, status: { in: ['queued', 'scoring'] } },
  })
}

/** Makes transactions about one team and task wait for each other, until they end. */
export async function lockTeamTask(tx: Db, taskId: string, teamId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${taskId} ${teamId}`}, 0))`
}

/** Holds a submission's row until the transaction ends and tells its status; undefined when there is none. */
export async function lockSubmission(tx: Db, id: string) {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "Submission" WHERE id = ${id} FOR UPDATE`
  return rows.length ? tx.submission.findUniqueOrThrow({ where: { id } }) : undefined
}
