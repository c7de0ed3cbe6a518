import type { JournalLine } from '#core/ranking.ts'
import type { Split } from '#core/report.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'

const ENTRY_PARTS = {
  team: { select: { id: true, name: true, slug: true } },
} as const satisfies Prisma.EntryInclude

export type EntryRecord = Prisma.EntryGetPayload<{ include: typeof ENTRY_PARTS }>

/** Everything a board shows of these tasks: one row per team and task, whatever the number of submissions. */
export function listEntries(db: Db, taskIds: string[], split: Split): Promise<EntryRecord[]> {
  return db.entry.findMany({ where: { taskId: { in: taskIds }, split }, include: ENTRY_PARTS })
}

/** A team's journal of one task. */
export function listJournal(
  db: Db,
  taskId: string,
  teamId: string,
): Promise<(JournalLine & { scorerVersion: string })[]> {
  return db.journalLine.findMany({ where: { taskId, teamId }, orderBy: { seq: 'asc' } })
}

export interface NewEntry {
  evaluationId: string
  submissionId: string
  score: number
  low: number | null
  high: number | null
  submittedAt: Date
  submissionCount: number
}

/** Puts a team on a task's board, or takes it off when there is nothing to show. */
export async function writeEntry(
  tx: Db,
  key: { taskId: string; split: Split; teamId: string },
  entry: NewEntry | undefined,
): Promise<void> {
  if (!entry) {
    await tx.entry.deleteMany({ where: key })
    return
  }
  await tx.entry.upsert({
    where: { taskId_split_teamId: key },
    create: { ...key, ...entry },
    update: entry,
  })
}
