import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isFinal } from '#core/submission.ts'
import { taskSpecSchema } from '#core/task.ts'
import { blobs } from '#store/blobs.ts'
import { type Db, database } from '#store/database.ts'
import { log } from '#store/log.ts'
import type { ClaimedJob } from '#store/queue.ts'
import { findSubmission, type SubmissionRecord } from '#store/submissions.ts'
import { fetchBlob } from './fetch-blob.ts'
import type { JudgePool } from './judge/judge-pool.ts'
import { type JudgedSubmission, judgeByTasksProgram } from './judge-by-tasks-program.ts'
import { findMetric } from './metrics/catalogue.ts'
import { type Recorded, recordJudgement, recordScorerFailure } from './record-judgement.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'
import { SCORER_VERSION } from './scorer-version.ts'
import { localSlices } from './slice-cache.ts'
import { type Stopwatch, stopwatch } from './stopwatch.ts'
import { localTruth } from './truth-cache.ts'
import { countJudged } from './worker-metrics.ts'

/**
 * One scoring, from claimed job to written board, by the scorer that the task has when the result is written.
 * `completeJob` joins the transaction that writes it.
 *
 * @throws whatever goes wrong on our side; the queue tries again. A wrong file is a result, not an exception, and so is
 *   an organiser's program that fails.
 */
export async function scoreSubmission(
  job: ClaimedJob<'score-submission'>,
  judges: JudgePool,
  completeJob: (tx: Db) => Promise<void>,
): Promise<void> {
  const { submissionId, again = false } = job.data
  for (;;) {
    const submission = await findSubmission(database(), submissionId)
    if (!submission) return
    if (isFinal(submission.status)) {
      if (!again) return
    } else {
      await database().submission.update({
        where: { id: submission.id },
        data: { status: 'scoring', attempts: { increment: 1 } },
      })
    }
    if ((await scoreOnce(job, submission, judges, completeJob)) !== 'outdated') return
  }
}

async function scoreOnce(
  job: ClaimedJob<'score-submission'>,
  submission: SubmissionRecord,
  judges: JudgePool,
  completeJob: (tx: Db) => Promise<void>,
): Promise<Recorded> {
  const { again = false, requestId } = job.data
  const startedAt = new Date()
  const clock = stopwatch({ queue: startedAt.getTime() - job.createdAt.getTime() })
  const folder = await mkdtemp(join(neutralFolder(), 'fetched-'))
  try {
    const predictionsPath = join(folder, 'predictions')
    await fetchBlob(blobs(), submission.blobKey, submission.sha256, predictionsPath)
    const judged = await (submission.task.scorer ? judgeByTasksProgram : judgeByMetrics)(
      submission,
      predictionsPath,
      judges,
      job.signal,
      clock,
    )
    const durationsMs = clock.durations
    const written =
      'fault' in judged
        ? await recordScorerFailure({ submission, again, fault: judged.fault }, completeJob)
        : await recordJudgement({ submission, again, startedAt, durationsMs, ...judged }, completeJob)
    clock.lap('write')
    const outcome = 'fault' in judged ? 'scorer_fault' : judged.judgement.outcome
    countJudged(outcome, clock.durations)
    log('info', 'submission judged', {
      submissionId: submission.id,
      requestId,
      outcome,
      written,
      attempt: job.attempt,
      durationsMs,
    })
    return written
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function judgeByMetrics(
  { task }: SubmissionRecord,
  predictionsPath: string,
  judges: JudgePool,
  signal: AbortSignal,
  clock: Stopwatch,
): Promise<JudgedSubmission> {
  const spec = taskSpecSchema.parse(task.spec)
  const metric = findMetric(spec.kind, task.primaryMetric)?.info
  if (!metric) throw new Error(`the catalogue has no metric ${task.primaryMetric}`)
  const truth = await localTruth(task.truthId, spec)
  const slicing = await localSlices(task.releaseId, spec)
  clock.lap('fetch')
  const options = { primary: task.primaryMetric, ...slicing?.options }
  const files = { ...truth, predictionsPath, slicesPath: slicing?.slicesPath }
  const judgement = await judges.judge({ spec, options, ...files, signal })
  clock.lap('judge')
  return { judgement, metric, scorerVersion: SCORER_VERSION }
}
