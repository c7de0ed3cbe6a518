import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { CHALLENGE_PARTS, type ChallengeRecord } from '#store/challenges.ts'
import { transaction } from '#store/database.ts'
import { defineOperation } from '../operation.ts'
import { challengeFields } from './challenge-fields.ts'
import { challengeToOrganise, challengeView, showChallenge } from './challenge-view.ts'

export const updateChallenge = defineOperation({
  name: 'updateChallenge',
  method: 'PATCH',
  path: '/challenges/{challenge}',
  tag: 'challenges',
  summary: 'Change the words or the status of a challenge',
  description: 'Changed rules get a new version, and every participant is asked to accept them again.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    challenge: z.string(),
    title: challengeFields.title.optional(),
    summary: challengeFields.summary.optional(),
    description: z.string().max(50_000).optional(),
    rules: challengeFields.rules.optional(),
    teamSizeMax: z.coerce.number().int().min(1).max(50).optional(),
    status: z.enum(['draft', 'published']).optional(),
  }),
  output: challengeView,
  errors: ['conflict'],
  async run(actor, { challenge, ...changes }, { now }) {
    const record = await transaction(async (tx) => {
      const before = await challengeToOrganise(actor, challenge, tx)
      if (changes.status === 'published') requirePublishable(before)
      const rulesChanged = changes.rules !== undefined && changes.rules !== before.rules
      return tx.challenge.update({
        where: { id: before.id },
        data: { ...changes, rulesVersion: rulesChanged ? { increment: 1 } : undefined },
        include: CHALLENGE_PARTS,
      })
    })
    return showChallenge(record, actor, now)
  },
})

function requirePublishable(record: ChallengeRecord): void {
  const missing = [
    record.phases.length === 0 && 'a phase',
    record.tracks.length === 0 && 'a track',
    record.tracks.some((track) => track.tasks.length === 0) && 'a task in every track',
  ].filter((what) => what !== false)
  if (missing.length === 0) return
  throw new GrandstandError(
    'conflict',
    `The challenge still needs ${missing.join(', ')} before it can be published.`,
  )
}
