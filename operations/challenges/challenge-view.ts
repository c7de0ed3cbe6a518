import { z } from 'zod'
import { type Actor, mayOrganise } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import type { Phase } from '#core/phases.ts'
import { challengeState, currentPhase, visibleSplit } from '#core/phases.ts'
import { AVERAGINGS } from '#core/ranking.ts'
import { primaryOutput, scorerManifestSchema } from '#core/scorer.ts'
import { taskSpecSchema } from '#core/task.ts'
import { type ChallengeRecord, findChallenge } from '#store/challenges.ts'
import { type Db, database } from '#store/database.ts'

export const instant = z.iso.datetime({ offset: true })

export const phaseView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  startsAt: instant,
  endsAt: instant,
  dailyQuota: z.number().int(),
  visibleSplit: z.enum(['public', 'private']),
})

export const taskSummaryView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  kind: z.string(),
  primaryMetric: z.string(),
})

export const trackView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  averaging: z.enum(AVERAGINGS),
  prize: z.string(),
  tasks: z.array(taskSummaryView),
})

export const challengeSummaryView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  status: z.enum(['draft', 'published']),
  state: z.enum(['upcoming', 'running', 'finished']),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  teamCount: z.number().int(),
  trackCount: z.number().int(),
  taskCount: z.number().int(),
})

export const challengeView = challengeSummaryView.extend({
  description: z.string(),
  rules: z.string(),
  rulesVersion: z.number().int(),
  teamSizeMax: z.number().int(),
  phases: z.array(phaseView),
  currentPhase: phaseView.nullable(),
  visibleSplit: z.enum(['public', 'private']),
  tracks: z.array(trackView),
  hasWorkshop: z.boolean(),
  mayOrganise: z.boolean(),
})

/** Phases as core's rules want them. */
export function phasesOf(record: ChallengeRecord): (Phase & { position: number })[] {
  return record.phases.map((phase) => ({
    ...phase,
    visibleSplit: phase.visibleSplit === 'private' ? 'private' : 'public',
  }))
}

export function showPhase(phase: Phase): z.input<typeof phaseView> {
  return { ...phase, startsAt: phase.startsAt.toISOString(), endsAt: phase.endsAt.toISOString() }
}

export function showChallengeSummary(
  record: ChallengeRecord,
  now: Date,
): z.input<typeof challengeSummaryView> {
  const phases = phasesOf(record)
  const taking = phases.filter((phase) => phase.dailyQuota > 0)
  return {
    id: record.id,
    slug: record.slug,
    title: record.title,
    summary: record.summary,
    status: record.status,
    state: challengeState(phases, now),
    startsAt: phases[0]?.startsAt.toISOString() ?? null,
    endsAt: taking.at(-1)?.endsAt.toISOString() ?? null,
    teamCount: record._count.teams,
    trackCount: record.tracks.length,
    taskCount: record.tracks.reduce((sum, track) => sum + track.tasks.length, 0),
  }
}

export function showChallenge(
  record: ChallengeRecord,
  actor: Actor,
  now: Date,
): z.input<typeof challengeView> {
  const phases = phasesOf(record)
  const running = currentPhase(phases, now)
  return {
    ...showChallengeSummary(record, now),
    description: record.description,
    rules: record.rules,
    rulesVersion: record.rulesVersion,
    teamSizeMax: record.teamSizeMax,
    phases: phases.map(showPhase),
    currentPhase: running ? showPhase(running) : null,
    visibleSplit: visibleSplit(phases, now),
    tracks: record.tracks.map((track) => ({
      id: track.id,
      slug: track.slug,
      title: track.title,
      description: track.description,
      averaging: AVERAGINGS.find((name) => name === track.averaging) ?? 'mean-score',
      prize: track.prize,
      tasks: track.tasks.map((task) => ({
        id: task.id,
        slug: task.slug,
        title: task.title,
        kind: taskSpecSchema.parse(task.spec).kind,
        primaryMetric: primaryNameOf(task),
      })),
    })),
    hasWorkshop: record.workshop !== null && (record.workshop.published || runs(record, actor)),
    mayOrganise: runs(record, actor),
  }
}

/** Name of what ranks a task: its program's primary output, or a built-in metric. */
export function primaryNameOf(task: ChallengeRecord['tracks'][number]['tasks'][number]): string {
  if (!task.scorer) return task.primaryMetric
  return primaryOutput(scorerManifestSchema.parse(task.scorer.manifest)).name
}

/** Whether the actor runs this challenge. */
export function runs(record: Pick<ChallengeRecord, 'organisers'>, actor: Actor): boolean {
  return mayOrganise(
    actor,
    record.organisers.map(({ userId }) => userId),
  )
}

/** Drafts are for those who run them; everybody else is told that there is nothing. */
export function requireVisible(
  record: ChallengeRecord | undefined,
  actor: Actor,
  what: string,
): ChallengeRecord {
  if (record && (record.status === 'published' || runs(record, actor))) return record
  throw new GrandstandError('not_found', `There is no challenge ${what} that you may see.`)
}

/** The challenge, or `not_found`. */
export async function visibleChallenge(
  actor: Actor,
  slugOrId: string,
  db: Db = database(),
): Promise<ChallengeRecord> {
  return requireVisible(await findChallenge(db, slugOrId), actor, slugOrId)
}

/** The challenge, when the actor runs it; `not_found` when they may not see it, `forbidden` when they may only look. */
export async function challengeToOrganise(
  actor: Actor,
  slugOrId: string,
  db: Db = database(),
): Promise<ChallengeRecord> {
  const record = await visibleChallenge(actor, slugOrId, db)
  if (runs(record, actor)) return record
  throw new GrandstandError('forbidden', `Only the organisers of ${record.title} may do this.`)
}
