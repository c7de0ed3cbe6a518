/**
 * How often a team may submit. The quota is per team, task and UTC day. Submissions that were rejected or that we
 * failed to score cost nothing; those still under way count, so that nobody can outrun the limit.
 */
import { GrandstandError } from './errors.ts'
import type { SubmissionStatus } from './submission.ts'

const COSTS: Record<SubmissionStatus, boolean> = {
  queued: true,
  scoring: true,
  scored: true,
  rejected: false,
  faulted: false,
}

/** The states in which a submission uses up one of the day's places. */
export const COSTING_STATUSES = (Object.keys(COSTS) as SubmissionStatus[]).filter((status) => COSTS[status])

/** Midnight UTC at the start of the day of `now`. */
export function quotaDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
}

/** When the quota renews: the next midnight UTC. */
export function quotaRenewsAt(now: Date): Date {
  return new Date(quotaDay(now).getTime() + 86_400_000)
}

/** Passes when one more submission fits, else throws `quota_spent` saying when it renews. */
export function requireQuota(used: number, dailyQuota: number, now: Date): void {
  if (used < dailyQuota) return
  const renewsAt = quotaRenewsAt(now)
  throw new GrandstandError(
    'quota_spent',
    `Your team has used all ${dailyQuota} submissions to this task for today. The quota renews at ${renewsAt.toISOString()}.`,
    { retryAfterSeconds: Math.ceil((renewsAt.getTime() - now.getTime()) / 1000) },
  )
}
