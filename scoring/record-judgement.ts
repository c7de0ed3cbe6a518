import { newId } from '#core/ids.ts'
import type { MetricInfo } from '#core/metric.ts'
import { standingLine } from '#core/ranking.ts'
import type { Judgement, Split, SplitReport } from '#core/report.ts'
import { isFinal } from '#core/submission.ts'
import { type Db, transaction } from '#store/database.ts'
import { listJournal, writeEntry } from '#store/entries.ts'
import { announce } from '#store/events.ts'
import { lockSubmission, lockTeamTask, type SubmissionRecord } from '#store/submissions.ts'

/** One finished judging, ready to be written. */
export interface FinishedJudging {
  submission: SubmissionRecord
  metric: MetricInfo
  judgement: Judgement
  scorerVersion: string
  startedAt: Date
  durationsMs: Record<string, number>
}

/**
 * Writes evaluation, journal line, leaderboard entries and the submission's status in one transaction, which also
 * completes the job (`completeJob` throws when another worker has taken it over, and then nothing is written).
 *
 * Returns false, having written nothing, when the submission has reached a final status already.
 */
export function recordJudgement(
  finished: FinishedJudging,
  completeJob: (tx: Db) => Promise<void>,
): Promise<boolean> {
  return transaction(async (tx) => {
    const { submission } = finished
    await lockTeamTask(tx, submission.taskId, submission.teamId)
    const locked = await lockSubmission(tx, submission.id)
    await completeJob(tx)
    if (!locked || isFinal(locked.status)) return false
    await writeEvaluation(tx, finished)
    await tx.submission.update({
      where: { id: submission.id },
      data: { status: finished.judgement.outcome, fault: null },
    })
    if (finished.judgement.outcome === 'scored') await updateBoard(tx, finished)
    const place = { taskId: submission.taskId, challengeId: submission.task.track.challengeId }
    await announce(tx, { kind: 'submission', submissionId: submission.id, ...place })
    return true
  })
}

async function writeEvaluation(tx: Db, finished: FinishedJudging): Promise<void> {
  const { submission, judgement, metric } = finished
  const publicReport = reportOf(judgement, 'public')
  const privateReport = reportOf(judgement, 'private')
  const evaluationId = newId('eva')
  const scores = {
    publicScore: scoreOf(publicReport, metric.name),
    privateScore: scoreOf(privateReport, metric.name),
  }
  await tx.evaluation.create({
    data: {
      id: evaluationId,
      submissionId: submission.id,
      scorerVersion: finished.scorerVersion,
      truthSha256: submission.task.truth.sha256,
      outcome: judgement.outcome,
      problems: judgement.outcome === 'rejected' ? json(judgement.problems) : undefined,
      problemCount: judgement.outcome === 'rejected' ? judgement.problemCount : 0,
      rows: judgement.outcome === 'scored' ? judgement.rows : null,
      publicReport: publicReport && json(publicReport),
      privateReport: privateReport && json(privateReport),
      ...scores,
      startedAt: finished.startedAt,
      finishedAt: new Date(),
      durationsMs: finished.durationsMs,
    },
  })
  if (judgement.outcome !== 'scored') return
  await tx.journalLine.create({
    data: {
      taskId: submission.taskId,
      teamId: submission.teamId,
      submissionId: submission.id,
      evaluationId,
      submittedAt: submission.createdAt,
      ...scores,
    },
  })
}

/** Puts the team where its journal says; both splits show the same evaluation. */
async function updateBoard(tx: Db, { submission, metric }: FinishedJudging): Promise<void> {
  const { taskId, teamId } = submission
  const lines = await listJournal(tx, taskId, teamId)
  const standing = standingLine(lines, metric.direction)
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
  await announce(tx, { kind: 'board', taskId, challengeId: submission.task.track.challengeId })
}

/** The report of a split; a truth without splits counts on both. */
function reportOf(judgement: Judgement, split: Split): SplitReport | undefined {
  if (judgement.outcome !== 'scored') return undefined
  return judgement.splits[split] ?? judgement.splits.all
}

function scoreOf(report: SplitReport | undefined, metric: string): number | null {
  return report?.scores[metric] ?? null
}

/** Prisma wants JSON types; our shapes are plain data, which this states once. */
function json(value: unknown): object {
  return value as object
}
