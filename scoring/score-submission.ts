import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { isFinal } from '#core/submission.ts'
import { taskSpecSchema } from '#core/task.ts'
import { blobs } from '#store/blobs.ts'
import { type Db, database } from '#store/database.ts'
import { log } from '#store/log.ts'
import type { ClaimedJob } from '#store/queue.ts'
import { findSubmission, type SubmissionRecord } from '#store/submissions.ts'
import { fetchBlob } from './fetch-blob.ts'
import type { JudgePool } from './judge/judge-pool.ts'
import { findMetric } from './metrics/catalogue.ts'
import { recordJudgement } from './record-judgement.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'
import { SCORER_VERSION } from './scorer-version.ts'
import { localTruth } from './truth-cache.ts'

/**
 * One scoring, from claimed job to written board. `completeJob` joins the transaction that writes the result.
 *
 * @throws whatever goes wrong on our side; the queue tries again. A wrong file is a result, not an exception.
 */
export async function scoreSubmission(
  job: ClaimedJob<'score-submission'>,
  judges: JudgePool,
  completeJob: (tx: Db) => Promise<void>,
): Promise<void> {
  const startedAt = new Date()
  const submission = await findSubmission(database(), job.data.submissionId)
  if (!submission || isFinal(submission.status)) return
  await database().submission.update({
    where: { id: submission.id },
    data: { status: 'scoring', attempts: { increment: 1 } },
  })
  const clock = stopwatch({ queue: startedAt.getTime() - job.createdAt.getTime() })
  const folder = await mkdtemp(join(neutralFolder(), 'fetched-'))
  try {
    const judgement = await judgeIn(folder, submission, judges, job.signal, clock)
    const spec = taskSpecSchema.parse(submission.task.spec)
    const metric = findMetric(spec.kind, submission.task.primaryMetric)
    if (!metric) throw new Error(`the catalogue has no metric ${submission.task.primaryMetric}`)
    const durationsMs = clock.durations
    const finished = {
      submission,
      metric: metric.info,
      judgement,
      scorerVersion: SCORER_VERSION,
      startedAt,
      durationsMs,
    }
    const written = await recordJudgement(finished, completeJob)
    clock.lap('write')
    log('info', 'submission judged', {
      submissionId: submission.id,
      outcome: judgement.outcome,
      written,
      attempt: job.attempt,
      durationsMs,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function judgeIn(
  folder: string,
  submission: SubmissionRecord,
  judges: JudgePool,
  signal: AbortSignal,
  clock: Stopwatch,
) {
  const predictions = join(folder, 'predictions')
  await fetchBlob(blobs(), submission.blobKey, submission.sha256, predictions)
  const spec = taskSpecSchema.parse(submission.task.spec)
  const truth = await localTruth(submission.task.truthId, spec)
  clock.lap('fetch')
  const judgement = await judges.judge({
    spec,
    options: { primary: submission.task.primaryMetric },
    ...truth,
    predictionsPath: predictions,
    signal,
  })
  clock.lap('judge')
  return judgement
}

interface Stopwatch {
  durations: Record<string, number>
  lap(name: string): void
}

function stopwatch(durations: Record<string, number>): Stopwatch {
  let last = performance.now()
  return {
    durations,
    lap(name) {
      const now = performance.now()
      durations[name] = Math.round(now - last)
      last = now
    },
  }
}
