import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { type Db, database } from '#store/database.ts'
import { findInvitation, type InvitationRecord } from '#store/teams.ts'
import { instant } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { secretHash } from '../secret-hash.ts'

export const getInvitation = defineOperation({
  name: 'getInvitation',
  method: 'GET',
  path: '/invitations/{invitation}',
  tag: 'teams',
  summary: 'What an invitation link leads to',
  access: 'anyone',
  scope: 'read',
  input: z.object({ invitation: z.string() }),
  output: z.object({
    team: z.object({ id: z.string(), name: z.string(), memberCount: z.number().int() }),
    challenge: z.object({ slug: z.string(), title: z.string(), teamSizeMax: z.number().int() }),
    expiresAt: instant,
  }),
  errors: ['invitation_invalid'],
  async run(_actor, { invitation }, { now }) {
    const { team, expiresAt } = await usableInvitation(database(), invitation, now)
    const { challenge } = team
    return {
      team: { id: team.id, name: team.name, memberCount: team.members.length },
      challenge: { slug: challenge.slug, title: challenge.title, teamSizeMax: challenge.teamSizeMax },
      expiresAt: expiresAt.toISOString(),
    }
  },
})

/** The invitation of a secret, or an error that says why it does not work. */
export async function usableInvitation(db: Db, secret: string, now: Date): Promise<InvitationRecord> {
  const found = await findInvitation(db, secretHash(secret))
  if (!found)
    throw new GrandstandError('not_found', 'There is no such invitation. Check that the link is whole.')
  if (found.revokedAt) {
    throw new GrandstandError(
      'invitation_invalid',
      'This invitation was replaced by a newer one; ask for the new link.',
    )
  }
  if (found.expiresAt <= now) {
    const when = found.expiresAt.toISOString()
    throw new GrandstandError(
      'invitation_invalid',
      `This invitation ended at ${when}; ask your team for a new link.`,
    )
  }
  return found
}
