import { availableParallelism } from 'node:os'
import type { PgBoss } from 'pg-boss'
import { GrandstandError } from '#core/errors.ts'
import { closeDatabase, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { log } from '#store/log.ts'
import { ATTEMPTS_MAX, type ClaimedJob, closeSender, completeJob, openQueue, workOn } from '#store/queue.ts'
import { settings } from '#store/settings.ts'
import { buildRelease } from './build-release.ts'
import { failRelease } from './fail-release.ts'
import { inspectRelease } from './inspect-release.ts'
import { JUDGE_LIMITS } from './judge/judge-in-sandbox.ts'
import { JudgePool } from './judge/judge-pool.ts'
import { rescueStranded } from './rescue-stranded.ts'
import { endOrphans } from './sandbox/orphans.ts'
import { sandboxHost } from './sandbox/sandbox-host.ts'
import { sandboxSelfTest } from './sandbox/self-test.ts'
import { scoreSubmission } from './score-submission.ts'
import { workOnScorers } from './scorer-jobs.ts'
import { countFault, serveMetrics } from './worker-metrics.ts'

const RESCUE_EVERY_MS = 30_000
const DRAIN_MS = 60_000

/**
 * Runs a worker until it is told to stop: claims jobs, scores, builds releases. Start as many as you like against the
 * same Postgres and object store.
 *
 * @throws when the sandbox does not hold on this machine: a worker never scores without it.
 */
export async function runWorker(stop: AbortSignal = terminated()): Promise<void> {
  await sandboxSelfTest()
  const orphans = endOrphans(sandboxHost())
  if (orphans > 0) log('warn', 'sandboxes of a killed process ended', { orphans })
  const boss = await openQueue(true)
  const { workerSlots, scoreMemoryBytes: memoryBytes, scoreCpuSeconds: cpuSeconds, ...served } = settings()
  const endMetrics = served.metricsPort && (await serveMetrics(served.host, served.metricsPort))
  const slots = workerSlots ?? Math.min(8, availableParallelism())
  const judges = new JudgePool(slots, { ...JUDGE_LIMITS, memoryBytes, cpuSeconds })
  await workOn(boss, 'score-submission', slots, (job) => score(boss, judges, job))
  await workOn(boss, 'inspect-release', 1, (job) => withRelease(job, inspectRelease))
  await workOn(boss, 'build-release', 1, (job) => withRelease(job, buildRelease))
  await workOnScorers(boss, judges)
  const rescue = setInterval(() => void rescueStranded().catch(report), RESCUE_EVERY_MS)
  await rescueStranded()
  log('info', 'worker ready', { slots, pid: process.pid })
  await stopped(stop)
  log('info', 'worker draining')
  clearInterval(rescue)
  await boss.stop({ graceful: true, timeout: DRAIN_MS })
  await judges.close()
  if (endMetrics) await endMetrics()
  await closeSender() // a rescue may have opened it
  await closeDatabase()
}

async function score(boss: PgBoss, judges: JudgePool, job: ClaimedJob<'score-submission'>): Promise<void> {
  try {
    await scoreSubmission(job, judges, (tx) => completeJob(boss, tx, 'score-submission', job))
  } catch (error) {
    await noteFault(job, error)
    throw error
  }
}

/** A platform fault: told to the organiser at once, final after the last try. It never costs quota. */
async function noteFault({ data, attempt }: ClaimedJob<'score-submission'>, error: unknown): Promise<void> {
  const fault = error instanceof Error ? error.message : String(error)
  const last = attempt >= ATTEMPTS_MAX
  countFault()
  log('error', 'scoring failed', { ...data, attempt, last, fault })
  await transaction(async (tx) => {
    const { count } = await tx.submission.updateMany({
      where: { id: data.submissionId, status: { in: ['queued', 'scoring'] } },
      data: { fault, faultBy: 'platform', status: last ? 'faulted' : 'queued' },
    })
    const submission = await tx.submission.findUnique({
      where: { id: data.submissionId },
      include: { task: { include: { track: true } } },
    })
    if (count === 0 || !submission) return
    const { taskId, task } = submission
    const { challengeId } = task.track
    announce(tx, { kind: 'submission', submissionId: data.submissionId, taskId, challengeId })
  })
}

type ReleaseJob = ClaimedJob<'inspect-release' | 'build-release'>

/** Runs a step of a release; what is wrong with the organiser's files ends in `failed`, our own faults are retried. */
async function withRelease(job: ReleaseJob, step: (releaseId: string) => Promise<void>): Promise<void> {
  const { releaseId } = job.data
  try {
    await step(releaseId)
  } catch (error) {
    const final = error instanceof GrandstandError || job.attempt >= ATTEMPTS_MAX
    log('error', 'release step failed', { releaseId, attempt: job.attempt, final, error: String(error) })
    if (!final) throw error
    await failRelease(releaseId, error)
  }
}

/** Aborts when the process is asked to end. */
function terminated(): AbortSignal {
  const stopping = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopping.abort())
  return stopping.signal
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function report(error: unknown): void {
  log('error', 'rescue failed', { error: String(error) })
}
