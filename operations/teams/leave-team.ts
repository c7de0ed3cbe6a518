import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { type Db, transaction } from '#store/database.ts'
import { findTeam, lockTeam } from '#store/teams.ts'
import { defineOperation } from '../operation.ts'

export const leaveTeam = defineOperation({
  name: 'leaveTeam',
  method: 'DELETE',
  path: '/teams/{team}/membership',
  tag: 'teams',
  summary: 'Leave your team',
  description:
    'A captain hands over to the longest-standing member. The last member of a team that has submitted stays, so that its scores keep an owner.',
  access: 'signed-in',
  scope: 'teams',
  input: z.object({ team: z.string() }),
  output: z.void(),
  status: 204,
  errors: ['conflict'],
  async run(actor, { team }) {
    const { userId } = requirePerson(actor)
    await transaction(async (tx) => {
      await lockTeam(tx, team)
      const record = await findTeam(tx, team)
      const leaving = record?.members.find((member) => member.userId === userId)
      if (!record || !leaving) throw new GrandstandError('not_found', `You are in no team ${team}.`)
      if (record.members.length === 1) return removeEmptyTeam(tx, team)
      await tx.teamMember.delete({ where: { teamId_userId: { teamId: team, userId } } })
      const heir = record.members.find((member) => member.userId !== userId)!
      if (leaving.captain) {
        const key = { teamId: team, userId: heir.userId }
        await tx.teamMember.update({ where: { teamId_userId: key }, data: { captain: true } })
      }
    })
  },
})

async function removeEmptyTeam(tx: Db, teamId: string): Promise<void> {
  if ((await tx.submission.count({ where: { teamId } })) > 0) {
    throw new GrandstandError(
      'conflict',
      'You are the last member and the team has submissions; invite somebody before you leave.',
    )
  }
  await tx.team.delete({ where: { id: teamId } })
}
