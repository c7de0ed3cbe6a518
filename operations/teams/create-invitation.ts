import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId, newSecret } from '#core/ids.ts'
import { INVITATION_DAYS } from '#core/teams.ts'
import { transaction } from '#store/database.ts'
import { settings } from '#store/settings.ts'
import { findTeam } from '#store/teams.ts'
import { instant } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { secretHash } from '../secret-hash.ts'

export const createInvitation = defineOperation({
  name: 'createInvitation',
  method: 'POST',
  path: '/teams/{team}/invitations',
  tag: 'teams',
  summary: 'Make a link that lets people join your team',
  description: `The link is shown once, works for ${INVITATION_DAYS} days, and ends the team's earlier link.`,
  access: 'signed-in',
  scope: 'teams',
  input: z.object({ team: z.string() }),
  output: z.object({ url: z.string(), secret: z.string(), expiresAt: instant }),
  status: 201,
  async run(actor, { team }, { now }) {
    const person = requirePerson(actor)
    const secret = newSecret('gsi')
    const expiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000)
    await transaction(async (tx) => {
      const record = await findTeam(tx, team)
      if (!record?.members.some((member) => member.userId === person.userId)) {
        throw new GrandstandError('not_found', `You are in no team ${team}.`)
      }
      await tx.invitation.updateMany({ where: { teamId: team, revokedAt: null }, data: { revokedAt: now } })
      await tx.invitation.create({
        data: { id: newId('inv'), teamId: team, hash: secretHash(secret), createdAt: now, expiresAt },
      })
    })
    return { url: `${settings().publicUrl}/join/${secret}`, secret, expiresAt: expiresAt.toISOString() }
  },
})
