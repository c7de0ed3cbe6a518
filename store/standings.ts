import { type Direction, standingLine } from '#core/ranking.ts'
import { isSameScorer } from '#core/scorer.ts'
import type { Db } from './database.ts'
import { type JournalRecord, listJournal, type NewEntry, replaceEntries } from './entries.ts'

/** What a task's board ranks by. */
export interface BoardRule {
  direction: Direction
  /** See `boardScorer`: only lines of this scorer count, since scores of two scorers cannot be compared. */
  scorer: string
}

/** Puts a team on a task's board where its journal says; both splits show the same evaluation. */
export async function refreshStanding(
  tx: Db,
  taskId: string,
  teamId: string,
  rule: BoardRule,
): Promise<void> {
  const journal = await listJournal(tx, { taskId, teamId })
  await replaceEntries(tx, { taskId, teamId }, await entriesOf(tx, journal, rule))
}

/** The same for every team that ever scored on the task: its board as of another scorer. */
export async function refreshBoard(tx: Db, taskId: string, rule: BoardRule): Promise<void> {
  const journal = await listJournal(tx, { taskId })
  await replaceEntries(tx, { taskId }, await entriesOf(tx, journal, rule))
}

/** The entries that follow from journal lines of one task: up to two for a team, one for each split it has a score on. */
async function entriesOf(tx: Db, journal: readonly JournalRecord[], rule: BoardRule): Promise<NewEntry[]> {
  const counted = journal.filter(({ scorerVersion }) => isSameScorer(scorerVersion, rule.scorer))
  const standings = Map.groupBy(counted, ({ teamId }) => teamId)
    .values()
    .flatMap((lines) => {
      const line = standingLine(lines, rule.direction)
      const submissionCount = new Set(lines.map(({ submissionId }) => submissionId)).size
      return line ? [{ line, submissionCount }] : []
    })
    .toArray()
  const intervals = await findIntervals(
    tx,
    standings.map(({ line }) => line.evaluationId),
  )
  return standings.flatMap(({ line, submissionCount }) =>
    (['public', 'private'] as const).flatMap((split) => {
      const { taskId, teamId, evaluationId, submissionId, submittedAt } = line
      const score = split === 'public' ? line.publicScore : line.privateScore
      if (score === null) return []
      const { low = null, high = null } = intervals.get(evaluationId)?.[split] ?? {}
      const source = { evaluationId, submissionId, submittedAt, submissionCount }
      return { taskId, teamId, split, score, low, high, ...source }
    }),
  )
}

interface Interval {
  low: number
  high: number
}

/** The intervals in the reports of these evaluations, without the rest of the reports. */
async function findIntervals(tx: Db, evaluationIds: string[]) {
  const rows = await tx.$queryRaw<{ id: string; public: Interval | null; private: Interval | null }[]>`
    SELECT id, "publicReport"->'interval' AS public, "privateReport"->'interval' AS private
    FROM "Evaluation" WHERE id = ANY(${evaluationIds})`
  return new Map(rows.map((row) => [row.id, row]))
}
