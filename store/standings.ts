import { type Direction, standingLine } from '#core/ranking.ts'
import type { SplitReport } from '#core/report.ts'
import { isSameScorer } from '#core/scorer.ts'
import type { Db } from './database.ts'
import { listJournal, writeEntry } from './entries.ts'

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
  const journal = await listJournal(tx, taskId, teamId)
  const lines = journal.filter(({ scorerVersion }) => isSameScorer(scorerVersion, rule.scorer))
  const standing = standingLine(lines, rule.direction)
  const submissionCount = new Set(lines.map((line) => line.submissionId)).size
  const evaluation = standing && (await tx.evaluation.findUnique({ where: { id: standing.evaluationId } }))
  for (const split of ['public', 'private'] as const) {
    const score = split === 'public' ? standing?.publicScore : standing?.privateScore
    const report = split === 'public' ? evaluation?.publicReport : evaluation?.privateReport
    const interval = (report as unknown as SplitReport | null | undefined)?.interval
    const entry =
      standing && score !== null && score !== undefined
        ? {
            evaluationId: standing.evaluationId,
            submissionId: standing.submissionId,
            submittedAt: standing.submittedAt,
            score,
            low: interval?.low ?? null,
            high: interval?.high ?? null,
            submissionCount,
          }
        : undefined
    await writeEntry(tx, { taskId, split, teamId }, entry)
  }
}

/** The same for every team that ever scored on the task: its board as of another scorer. */
export async function refreshBoard(tx: Db, taskId: string, rule: BoardRule): Promise<void> {
  const teams = await tx.journalLine.groupBy({ by: ['teamId'], where: { taskId } })
  for (const { teamId } of teams) await refreshStanding(tx, taskId, teamId, rule)
}
