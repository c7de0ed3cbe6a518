import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { nextOpenPhase, openPhase } from '#core/phases.ts'
import { quotaRenewsAt } from '#core/quota.ts'
import { SUBMISSION_STATUSES } from '#core/submission.ts'
import { database } from '#store/database.ts'
import { countAgainstQuota, listSubmissions as findMany } from '#store/submissions.ts'
import { findTeamOf } from '#store/teams.ts'
import { instant, phasesOf, runs } from '../challenges/challenge-view.ts'
import { visibleTask } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { showSubmissionSummary, submissionSummaryView } from './submission-view.ts'

const quotaView = z.object({
  used: z.number().int(),
  limit: z.number().int(),
  renewsAt: instant,
  /** When the open phase ends, or null when none is open. */
  closesAt: instant.nullable(),
  opensAt: instant.nullable(),
})

export const listSubmissions = defineOperation({
  name: 'listSubmissions',
  method: 'GET',
  path: '/tasks/{task}/submissions',
  tag: 'submissions',
  summary: "Your team's submissions to a task, newest first, and what is left of today's quota",
  description:
    'Without their reports, which getSubmission has. Organisers get those of all teams with `all=true`, or of one with its slug or id as `team`. `status` keeps those in one state. Page with `before=<the last id>`.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({
    task: z.string(),
    all: z.enum(['true', 'false']).default('false'),
    team: z.string().optional(),
    status: z.enum(SUBMISSION_STATUSES).optional(),
    before: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ submissions: z.array(submissionSummaryView), quota: quotaView.nullable() }),
  async run(actor, { task, all, team: wanted, status, before, limit }, { now }) {
    const { userId } = requirePerson(actor)
    const record = await visibleTask(actor, task)
    const { challenge } = record.track
    const ofOthers = all === 'true' || wanted !== undefined
    if (ofOthers && !runs(challenge, actor)) {
      throw new GrandstandError(
        'forbidden',
        'Only the organisers of the challenge see the submissions of all teams.',
      )
    }
    const team = await findTeamOf(database(), challenge.id, userId)
    if (!ofOthers && !team) return { submissions: [], quota: null }
    const teamId = ofOthers ? wanted && (await requireTeam(challenge, wanted)) : team?.id
    const found = await findMany(database(), { taskId: record.id, teamId, status, before, limit })
    const phases = phasesOf(challenge)
    const open = openPhase(phases, now)
    const quota = team && {
      used: await countAgainstQuota(database(), record.id, team.id, now),
      limit: open?.dailyQuota ?? 0,
      renewsAt: quotaRenewsAt(now).toISOString(),
      closesAt: open?.endsAt.toISOString() ?? null,
      opensAt: open ? null : (nextOpenPhase(phases, now)?.startsAt.toISOString() ?? null),
    }
    return { submissions: found.map((one) => showSubmissionSummary(one, actor, now)), quota: quota ?? null }
  },
})

/** Id of a challenge's team by slug or id. */
async function requireTeam(challenge: { id: string; title: string }, slugOrId: string): Promise<string> {
  const found = await database().team.findFirst({
    where: { challengeId: challenge.id, OR: [{ slug: slugOrId }, { id: slugOrId }] },
    select: { id: true },
  })
  if (found) return found.id
  throw new GrandstandError('not_found', `${challenge.title} has no team ${slugOrId}.`)
}
