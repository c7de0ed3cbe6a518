import { newId } from '#core/ids.ts'
import type { RankedMetric } from '#core/metric.ts'
import type { Judgement, Split, SplitReport } from '#core/report.ts'
import { boardScorer } from '#core/scorer.ts'
import { isFinal } from '#core/submission.ts'
import { type Db, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { holdScorerChoice } from '#store/scorers.ts'
import { refreshStanding } from '#store/standings.ts'
import { lockSubmission, lockTeamTask, type SubmissionRecord } from '#store/submissions.ts'

/** One finished judging, ready to be written. */
export interface FinishedJudging {
  submission: SubmissionRecord
  /** The submission was final before, and another scorer has judged it now. */
  again: boolean
  metric: RankedMetric
  judgement: Judgement
  scorerVersion: string
  /** Keys of the pages that an organiser's program made, in the object store. */
  htmlKeys?: Partial<Record<Split, string>>
  startedAt: Date
  durationsMs: Record<string, number>
}

/** An organiser's program failed on a submission: no judgement, and nobody's fault but its own. */
export interface ScorerFailure {
  submission: SubmissionRecord
  again: boolean
  /** For organisers: what happened, with the end of stderr. */
  fault: string
}

/**
 * `written`; or nothing was written: `settled` when the submission had what was to be written before, `outdated` when
 * the organisers have chosen another scorer for the task meanwhile (and the job is not completed either).
 */
export type Recorded = 'written' | 'settled' | 'outdated'

/**
 * Writes evaluation, journal line, leaderboard entries and the submission's status in one transaction, which also
 * completes the job (`completeJob` throws when another worker has taken it over, and then nothing is written).
 */
export function recordJudgement(
  finished: FinishedJudging,
  completeJob: (tx: Db) => Promise<void>,
): Promise<Recorded> {
  return recording(finished, completeJob, async (tx) => {
    const { submission, judgement, scorerVersion } = finished
    const truthSha256 = submission.task.truth.sha256
    const key = { submissionId: submission.id, scorerVersion, truthSha256 }
    const known = await tx.evaluation.findUnique({ where: { submissionId_scorerVersion_truthSha256: key } })
    if (known) return false
    await writeEvaluation(tx, finished)
    await tx.submission.update({
      where: { id: submission.id },
      data: { status: judgement.outcome, fault: null, faultBy: null },
    })
    if (judgement.outcome === 'scored') await updateBoard(tx, finished)
    return true
  })
}

/**
 * Writes that the organisers' program failed: the submission is `faulted` by them, costs no quota and waits to be scored
 * again. One that another scorer has judged before keeps that; its organisers are told all the same.
 */
export function recordScorerFailure(
  failure: ScorerFailure,
  completeJob: (tx: Db) => Promise<void>,
): Promise<Recorded> {
  return recording(failure, completeJob, async (tx, isKept) => {
    const { submission, fault } = failure
    const status = isKept ? undefined : 'faulted'
    await tx.submission.update({
      where: { id: submission.id },
      data: { fault, faultBy: 'organiser', status },
    })
    return true
  })
}

/** The frame of both: locks, whether there is anything to write, the job's end, and telling open pages. */
function recording(
  { submission, again }: Pick<FinishedJudging, 'submission' | 'again'>,
  completeJob: (tx: Db) => Promise<void>,
  write: (tx: Db, isFinalNow: boolean) => Promise<boolean>,
): Promise<Recorded> {
  return transaction(async (tx) => {
    const { id, taskId, teamId, task } = submission
    // before the team's lock, in the order of whoever chooses a scorer
    if ((await holdScorerChoice(tx, taskId)) !== task.scorerId) return 'outdated'
    await lockTeamTask(tx, taskId, teamId)
    const locked = await lockSubmission(tx, id)
    await completeJob(tx)
    if (!locked || (isFinal(locked.status) && !again)) return 'settled'
    if (!(await write(tx, isFinal(locked.status)))) return 'settled'
    announce(tx, {
      kind: 'submission',
      submissionId: id,
      taskId,
      challengeId: task.track.challengeId,
    })
    return 'written'
  })
}

async function writeEvaluation(tx: Db, finished: FinishedJudging): Promise<void> {
  const { submission, judgement, metric, scorerVersion, htmlKeys } = finished
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
      scorerVersion,
      scorerId: submission.task.scorerId,
      truthSha256: submission.task.truth.sha256,
      outcome: judgement.outcome,
      problems: judgement.outcome === 'rejected' ? json(judgement.problems) : undefined,
      problemCount: judgement.outcome === 'rejected' ? judgement.problemCount : 0,
      rows: judgement.outcome === 'scored' ? judgement.rows : null,
      publicReport: publicReport && json(publicReport),
      privateReport: privateReport && json(privateReport),
      publicHtmlKey: htmlKeys?.public,
      privateHtmlKey: htmlKeys?.private,
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
      scorerVersion,
      submittedAt: submission.createdAt,
      ...scores,
    },
  })
}

async function updateBoard(tx: Db, { submission, metric }: FinishedJudging): Promise<void> {
  const { taskId, teamId, task } = submission
  const rule = { direction: metric.direction, scorer: boardScorer(task.scorer) }
  await refreshStanding(tx, taskId, teamId, rule)
  announce(tx, { kind: 'board', taskId, challengeId: task.track.challengeId })
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
