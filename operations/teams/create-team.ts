import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { transaction } from '#store/database.ts'
import { findTeam, findTeamOf } from '#store/teams.ts'
import { isTaken } from '#store/uniqueness.ts'
import { visibleChallenge } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { alreadyInTeam, requireParticipation } from './joining.ts'
import { showTeam, teamView } from './team-view.ts'

export const createTeam = defineOperation({
  name: 'createTeam',
  method: 'POST',
  path: '/challenges/{challenge}/teams',
  tag: 'teams',
  summary: 'Make a team and become its captain',
  access: 'signed-in',
  scope: 'teams',
  input: z.object({ challenge: z.string(), name: z.string().trim().min(2).max(60) }),
  output: teamView,
  status: 201,
  errors: ['rules_not_accepted', 'already_exists', 'conflict'],
  async run(actor, { challenge, name }, { now }) {
    const person = requirePerson(actor)
    try {
      return await transaction(async (tx) => {
        const record = await visibleChallenge(actor, challenge, tx)
        await requireParticipation(tx, record, person)
        if (await findTeamOf(tx, record.id, person.userId)) throw alreadyInTeam()
        const id = newId('tea')
        const member = { userId: person.userId, challengeId: record.id, captain: true, joinedAt: now }
        await tx.team.create({
          data: {
            id,
            challengeId: record.id,
            slug: slugOf(name),
            name,
            createdAt: now,
            members: { create: member },
          },
        })
        return showTeam((await findTeam(tx, id))!)
      })
    } catch (error) {
      if (!isTaken(error)) throw error
      throw new GrandstandError(
        'already_exists',
        `A team named ${name}, or one too alike, exists; choose another name.`,
      )
    }
  },
})
