import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { challengeView, showChallenge, visibleChallenge } from './challenge-view.ts'

export const getChallenge = defineOperation({
  name: 'getChallenge',
  method: 'GET',
  path: '/challenges/{challenge}',
  tag: 'challenges',
  summary: 'One challenge with its phases, tracks and tasks',
  access: 'anyone',
  scope: 'read',
  input: z.object({ challenge: z.string() }),
  output: challengeView,
  async run(actor, { challenge }, { now }) {
    return showChallenge(await visibleChallenge(actor, challenge), actor, now)
  },
})
