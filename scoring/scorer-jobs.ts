import type { PgBoss } from 'pg-boss'
import { log } from '#store/log.ts'
import { ATTEMPTS_MAX, type ClaimedJob, workOn } from '#store/queue.ts'
import { checkScorer, refuseScorer } from './check-scorer.ts'
import type { JudgePool } from './judge/judge-pool.ts'
import { tryScorer } from './try-scorer.ts'

/** Takes the jobs that organisers' scorer programs need before they may score: one check and one trial at a time. */
export async function workOnScorers(boss: PgBoss, judges: JudgePool): Promise<void> {
  await workOn(boss, 'check-scorer', 1, check)
  await workOn(boss, 'try-scorer', 1, (job) => tryScorer(job, judges))
}

async function check({ data, attempt }: ClaimedJob<'check-scorer'>): Promise<void> {
  const { scorerId } = data
  try {
    await checkScorer(scorerId)
  } catch (error) {
    const final = attempt >= ATTEMPTS_MAX
    log('error', 'scorer check failed', { scorerId, attempt, final, error: String(error) })
    if (!final) throw error
    const message = 'The platform failed several times while it read the program; tell the operator.'
    await refuseScorer(scorerId, [{ code: 'internal', message }])
    // what is left to do is to remove the upload
    await checkScorer(scorerId)
  }
}
