import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { findAcceptedRules } from '#store/challenges.ts'
import { database } from '#store/database.ts'
import { findTeamOf } from '#store/teams.ts'
import { visibleChallenge } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { showTeam, teamView } from './team-view.ts'

export const getMyTeam = defineOperation({
  name: 'getMyTeam',
  method: 'GET',
  path: '/challenges/{challenge}/team',
  tag: 'teams',
  summary: 'Where you stand in a challenge: rules accepted, and your team if you have one',
  access: 'signed-in',
  scope: 'read',
  input: z.object({ challenge: z.string() }),
  output: z.object({ rulesAccepted: z.boolean(), team: teamView.nullable() }),
  async run(actor, { challenge }) {
    const { userId } = requirePerson(actor)
    const record = await visibleChallenge(actor, challenge)
    const team = await findTeamOf(database(), record.id, userId)
    const accepted = await findAcceptedRules(database(), record.id, userId)
    return { rulesAccepted: accepted === record.rulesVersion, team: team ? showTeam(team) : null }
  },
})
