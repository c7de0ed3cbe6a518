import { z } from 'zod'
import { taskToOrganise } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { orderScoring } from './order-scoring.ts'

export const scoreAgain = defineOperation({
  name: 'scoreAgain',
  method: 'POST',
  path: '/tasks/{task}/scorings',
  tag: 'scorers',
  summary: 'Score again what the present scorer of a task has not judged',
  description:
    'Submissions that were judged by another scorer, and those that could not be scored. Teams see what they have until the new result is there; it costs no further quota.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ task: z.string() }),
  output: z.object({ queued: z.number().int() }),
  status: 202,
  async run(actor, { task }) {
    const { id } = await taskToOrganise(actor, task)
    return { queued: await orderScoring(id) }
  },
})
