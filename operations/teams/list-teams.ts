import { z } from 'zod'
import { database } from '#store/database.ts'
import { listTeams as findAll } from '#store/teams.ts'
import { visibleChallenge } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { showTeam, teamView } from './team-view.ts'

export const listTeams = defineOperation({
  name: 'listTeams',
  method: 'GET',
  path: '/challenges/{challenge}/teams',
  tag: 'teams',
  summary: 'The teams of a challenge by name',
  access: 'anyone',
  scope: 'read',
  input: z.object({ challenge: z.string() }),
  output: z.object({ teams: z.array(teamView) }),
  async run(actor, { challenge }) {
    const record = await visibleChallenge(actor, challenge)
    return { teams: (await findAll(database(), record.id)).map(showTeam) }
  },
})
