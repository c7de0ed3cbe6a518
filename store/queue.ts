import { fromPrisma, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Db } from './database.ts'
import { log } from './log.ts'
import { settings } from './settings.ts'

/** The jobs a worker does, and what each is told. */
export interface Jobs {
  /** again: also when it was judged before, by another scorer. requestId: of the HTTP request that sent the file, so that its log lines can be found together */
  'score-submission': { submissionId: string; requestId?: string; again?: true }
  'inspect-release': { releaseId: string }
  'build-release': { releaseId: string }
  'check-scorer': { scorerId: string }
  'try-scorer': { trialId: string }
}

export type JobName = keyof Jobs

/** Retries with back-off after a platform fault; a worker that falls silent for 10 s loses its job to another. */
const QUEUE_OPTIONS = {
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  heartbeatSeconds: 10,
  expireInSeconds: 3_600,
  notify: true,
}

export const JOB_NAMES: readonly JobName[] = [
  'score-submission',
  'inspect-release',
  'build-release',
  'check-scorer',
  'try-scorer',
]

const held = globalThis as { grandstandSender?: Promise<PgBoss> }

/** Opens the queue; `works` is true in a worker, which also looks after dead jobs. */
export async function openQueue(works: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: settings().databaseUrl,
    application_name: works ? 'grandstand-worker' : 'grandstand-web',
    max: works ? 6 : 2,
    supervise: works,
    schedule: false,
    useListenNotify: works,
    // how often a worker looks for jobs of workers that fell silent, and how often that is done among all of them
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  })
  boss.on('error', (error) => log('error', 'queue trouble', { error: String(error) }))
  await boss.start()
  for (const name of JOB_NAMES) await boss.createQueue(name, QUEUE_OPTIONS)
  return boss
}

/**
 * Adds a job in the caller's own transaction: it exists if and only if the transaction commits.
 *
 * @param priority higher goes first, 0 is usual; equal ones in order of arrival
 */
export async function enqueue<N extends JobName>(
  tx: Db,
  name: N,
  data: Jobs[N],
  priority = 0,
): Promise<void> {
  held.grandstandSender ??= openQueue(false)
  const boss = await held.grandstandSender
  const id = await boss.send(name, data, { db: fromPrisma(tx), priority })
  if (!id) throw new Error(`the queue did not take a job ${name} ${JSON.stringify(data)}`)
}

/** Closes this process's sending side, if it was opened. */
export async function closeSender(): Promise<void> {
  const sender = await held.grandstandSender
  held.grandstandSender = undefined
  await sender?.stop({ graceful: false })
}

/** How often a job is tried in all. */
export const ATTEMPTS_MAX = QUEUE_OPTIONS.retryLimit + 1

/** A claimed job, as its worker knows it. */
export interface ClaimedJob<N extends JobName> {
  id: string
  data: Jobs[N]
  /** 1 for the first try. */
  attempt: number
  /** When it was put into the queue. */
  createdAt: Date
  /** Aborts when the worker must let go of the job. */
  signal: AbortSignal
}

/**
 * Calls `handle` for every job of this name, `slots` at a time, higher priority first. A slot that has finished a job
 * looks for the next one at once: left alone it would wait out its polling interval, so one job a second at most.
 */
export async function workOn<N extends JobName>(
  boss: PgBoss,
  name: N,
  slots: number,
  handle: (job: ClaimedJob<N>) => Promise<void>,
): Promise<void> {
  const options = {
    includeMetadata: true as const,
    heartbeatRefreshSeconds: 3,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 1,
  }
  for (let slot = 0; slot < slots; slot++) {
    const started = Promise.withResolvers<string>()
    const claim = async ([job]: JobWithMetadata<Jobs[N]>[]) => {
      try {
        await handle({
          id: job.id,
          data: job.data,
          attempt: job.retryCount + 1,
          createdAt: job.createdOn,
          signal: job.signal,
        })
      } finally {
        boss.notifyWorker(await started.promise)
      }
    }
    started.resolve(await boss.work<Jobs[N], void, typeof options>(name, options, claim))
  }
}

/**
 * Completes a job as part of a transaction.
 *
 * @throws Error when the job is no longer ours (another worker has taken it over); the transaction then rolls back.
 */
export async function completeJob(
  boss: PgBoss,
  tx: Db,
  name: JobName,
  job: Pick<ClaimedJob<JobName>, 'id' | 'attempt'>,
): Promise<void> {
  const claim = { id: job.id, retryCount: job.attempt - 1 }
  const { affected } = (await boss.complete(name, claim, null, { db: fromPrisma(tx) })) as {
    affected: number
  }
  if (affected !== 1) throw new Error(`the lease of job ${job.id} is lost`)
}

/** Which of these submissions have no job that could still score them: their worker died past its last try. */
export async function submissionsWithoutJob(db: Db, submissionIds: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT wanted.id FROM unnest(${submissionIds}::text[]) AS wanted(id)
    WHERE NOT EXISTS (
      SELECT 1 FROM pgboss.job
      WHERE name = 'score-submission' AND state < 'completed' AND data->>'submissionId' = wanted.id
    )`
  return rows.map(({ id }) => id)
}
