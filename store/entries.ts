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

export type JournalRecord = JournalLine & { teamId: string; taskId: string; scorerVersion: string }

/** The journal of a task, of one team or of all, in the order it was written. */
export function listJournal(db: Db, of: { taskId: string; teamId?: string }): Promise<JournalRecord[]> {
  return db.journalLine.findMany({ where: of, orderBy: { seq: 'asc' } })
}

export interface NewEntry {
  taskId: string
  teamId: string
  split: Split
  evaluationId: string
  submissionId: string
  score: number
  low: number | null
  high: number | null
  submittedAt: Date
  submissionCount: number
}

/** Has a task's board show these entries, for one team or for all, and no others. */
export async function replaceEntries(
  tx: Db,
  of: { taskId: string; teamId?: string },
  entries: readonly NewEntry[],
): Promise<void> {
  await tx.entry.deleteMany({ where: of })
  await tx.entry.createMany({ data: [...entries] })
}
