import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { requireRoom } from '#core/teams.ts'
import { transaction } from '#store/database.ts'
import { findTeam, findTeamOf, lockTeam } from '#store/teams.ts'
import { isTaken } from '#store/uniqueness.ts'
import { defineOperation } from '../operation.ts'
import { usableInvitation } from './get-invitation.ts'
import { alreadyInTeam, requireParticipation } from './joining.ts'
import { showTeam, teamView } from './team-view.ts'

export const acceptInvitation = defineOperation({
  name: 'acceptInvitation',
  method: 'POST',
  path: '/invitations/{invitation}/acceptances',
  tag: 'teams',
  summary: 'Join the team that invited you',
  access: 'signed-in',
  scope: 'teams',
  input: z.object({ invitation: z.string() }),
  output: teamView,
  errors: ['invitation_invalid', 'rules_not_accepted', 'team_full', 'conflict'],
  async run(actor, { invitation }, { now }) {
    const person = requirePerson(actor)
    try {
      return await transaction(async (tx) => {
        const { teamId, team } = await usableInvitation(tx, invitation, now)
        await requireParticipation(tx, team.challenge, person)
        await lockTeam(tx, teamId)
        if (await findTeamOf(tx, team.challengeId, person.userId)) throw alreadyInTeam()
        const { members } = (await findTeam(tx, teamId))!
        requireRoom(members.length, team.challenge.teamSizeMax)
        await tx.teamMember.create({
          data: { teamId, userId: person.userId, challengeId: team.challengeId, joinedAt: now },
        })
        return showTeam((await findTeam(tx, teamId))!)
      })
    } catch (error) {
      if (isTaken(error)) throw alreadyInTeam()
      throw error
    }
  },
})
