import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrialOutcome, TrialPart, TrialResult } from '#core/scorer.ts'
import { taskSpecSchema } from '#core/task.ts'
import { blobs } from '#store/blobs.ts'
import { database, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { log } from '#store/log.ts'
import type { ClaimedJob } from '#store/queue.ts'
import { fetchBlob } from './fetch-blob.ts'
import type { JudgePool } from './judge/judge-pool.ts'
import { storePages } from './judge-by-tasks-program.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'
import { type JudgedPart, judgeByProgram, type ProgramJudgement } from './scorer-program/judge-by-program.ts'
import { localProgram, localTruthParts } from './scorer-program/local-program.ts'
import { operatorLimits } from './scorer-program/operator-limits.ts'
import { localTruth } from './truth-cache.ts'

/**
 * Tries a scorer program on one file, exactly as submissions are scored: same checks, same sandbox, same answers. A fault
 * of the platform is told at once and not retried: the organiser waits before the page.
 *
 * @throws when the job was taken from this worker
 */
export async function tryScorer(job: ClaimedJob<'try-scorer'>, judges: JudgePool): Promise<void> {
  const trial = await database().scorerTrial.findUnique({
    where: { id: job.data.trialId },
    include: { scorer: { include: { task: true } } },
  })
  if (!trial || trial.outcome !== null) return
  const folder = await mkdtemp(join(neutralFolder(), 'trial-'))
  try {
    const { task } = trial.scorer
    const predictionsPath = join(folder, 'predictions')
    await fetchBlob(blobs(), trial.blobKey, trial.sha256, predictionsPath)
    const spec = taskSpecSchema.parse(task.spec)
    const judged = await judgeByProgram({
      program: await localProgram(trial.scorerId),
      parts: await localTruthParts(task.truthId),
      truth: await localTruth(task.truthId, spec),
      ...{ spec, metric: task.primaryMetric, predictionsPath, judges, signal: job.signal },
      limits: operatorLimits(),
    })
    const keys = await storePages(judged.parts, `trials/${trial.id}`)
    await finish(trial.id, trial.scorerId, judged.outcome, resultOf(judged, keys))
  } catch (error) {
    if (job.signal.aborted) throw error
    log('error', 'trial failed', { trialId: trial.id, error: String(error) })
    const reason = error instanceof Error ? error.message : String(error)
    await finish(trial.id, trial.scorerId, 'platform_fault', { parts: [], problems: [], reason })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function resultOf(judged: ProgramJudgement, keys: Awaited<ReturnType<typeof storePages>>): TrialResult {
  const parts = judged.parts.map(
    ({ reportHtml: _, ...part }: JudgedPart): TrialPart => ({
      ...part,
      reportKey: keys[part.part === 'all' ? 'public' : part.part],
    }),
  )
  if (judged.outcome === 'rejected') {
    return { parts, problems: judged.problems, rejectedBy: judged.rejectedBy }
  }
  return { parts, problems: [], reason: judged.outcome === 'scorer_fault' ? judged.reason : undefined }
}

async function finish(
  id: string,
  scorerId: string,
  outcome: TrialOutcome,
  result: TrialResult,
): Promise<void> {
  await transaction(async (tx) => {
    await tx.scorerTrial.updateMany({
      where: { id, outcome: null },
      data: { outcome, result: result as unknown as object, finishedAt: new Date() },
    })
    announce(tx, { kind: 'scorer', scorerId })
  })
}
