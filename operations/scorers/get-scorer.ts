import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { scorerToOrganise, scorerView, showScorer, waitForScorer, waitSeconds } from './scorer-view.ts'

export const getScorer = defineOperation({
  name: 'getScorer',
  method: 'GET',
  path: '/scorers/{scorer}',
  tag: 'scorers',
  summary: 'A version of a scorer program: what it declares, what is wrong with it, its latest trials',
  description:
    'With `wait` the answer comes when no check and no trial is under way, or after that many seconds.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ scorer: z.string(), wait: waitSeconds }),
  output: scorerView,
  async run(actor, { scorer, wait }) {
    const { id } = await scorerToOrganise(actor, scorer)
    await waitForScorer(id, wait)
    return showScorer(await scorerToOrganise(actor, id))
  },
})
