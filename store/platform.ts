import type { Db } from './database.ts'

/** How long the submissions judged last took in one stage, in milliseconds. */
export interface StageFigures {
  stage: string
  count: number
  p50Ms: number
  p99Ms: number
}

/** Submissions that are not final, by status, and since when the oldest of them waits. */
export async function countUnfinished(
  db: Db,
): Promise<{ queued: number; scoring: number; waitingSince: Date | null }> {
  const rows = await db.submission.groupBy({
    by: ['status'],
    where: { status: { in: ['queued', 'scoring'] } },
    _count: true,
    _min: { createdAt: true },
  })
  const of = (status: string) => rows.find((row) => row.status === status)?._count ?? 0
  const oldest = rows.flatMap((row) => row._min.createdAt ?? []).sort((a, b) => a.getTime() - b.getTime())
  return { queued: of('queued'), scoring: of('scoring'), waitingSince: oldest[0] ?? null }
}

/** Submissions sent from `since` on, by their status. */
export async function countOutcomes(db: Db, since: Date): Promise<Record<string, number>> {
  const rows = await db.submission.groupBy({
    by: ['status'],
    where: { createdAt: { gte: since } },
    _count: true,
  })
  return Object.fromEntries(rows.map((row) => [row.status, row._count]))
}

/** The stages of the `last` evaluations. Ids grow with time, so the primary key finds them. */
export async function stagesOfLast(db: Db, last: number): Promise<StageFigures[]> {
  return db.$queryRaw<StageFigures[]>`
    SELECT stage.key AS stage,
           count(*)::int AS count,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY stage.value::float8) AS "p50Ms",
           percentile_cont(0.99) WITHIN GROUP (ORDER BY stage.value::float8) AS "p99Ms"
    FROM (SELECT "durationsMs" FROM "Evaluation" ORDER BY id DESC LIMIT ${last}) AS recent,
         jsonb_each_text(recent."durationsMs") AS stage
    GROUP BY stage.key
    ORDER BY stage.key`
}
