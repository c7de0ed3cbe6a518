import { z } from 'zod'
import { listChallenges as findAll } from '#store/challenges.ts'
import { database } from '#store/database.ts'
import { defineOperation } from '../operation.ts'
import { challengeSummaryView, runs, showChallengeSummary } from './challenge-view.ts'

export const listChallenges = defineOperation({
  name: 'listChallenges',
  method: 'GET',
  path: '/challenges',
  tag: 'challenges',
  summary: 'All challenges you may see, newest first',
  access: 'anyone',
  scope: 'read',
  input: z.object({}),
  output: z.object({ challenges: z.array(challengeSummaryView) }),
  async run(actor, _input, { now }) {
    const all = await findAll(database())
    const visible = all.filter((record) => record.status === 'published' || runs(record, actor))
    return { challenges: visible.map((record) => showChallengeSummary(record, now)) }
  },
})
