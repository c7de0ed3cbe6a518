import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { boardScorer } from '#core/scorer.ts'
import { type Db, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { lockScorerChoice } from '#store/scorers.ts'
import { refreshBoard } from '#store/standings.ts'
import { taskMetric, taskToOrganise } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { showTaskScorers, taskScorersView } from './list-scorers.ts'
import { orderScoring } from './order-scoring.ts'
import { hasPassed, scorerToOrganise } from './scorer-view.ts'

export const chooseScorer = defineOperation({
  name: 'chooseScorer',
  method: 'PUT',
  path: '/tasks/{task}/scorer',
  tag: 'scorers',
  summary: 'Choose what scores a task from now on: a tried scorer program, or the built-in metrics',
  description:
    'What was scored before keeps the version it was scored by, and leaves the board: scores of two scorers cannot be compared. With `scoreAgain` (the default) all of it is scored again. Choosing an earlier scorer brings its board back as it was.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    task: z.string(),
    scorer: z
      .string()
      .nullable()
      .describe('Id of a version that has passed a trial; null for the built-in metrics'),
    baselineScore: z
      .number()
      .nullable()
      .default(null)
      .describe("The organisers' own score by this scorer, to show beside the teams'"),
    scoreAgain: z.boolean().default(true),
  }),
  output: taskScorersView,
  errors: ['conflict'],
  async run(actor, { task, scorer, baselineScore, scoreAgain }) {
    const { id } = await taskToOrganise(actor, task)
    await transaction(async (tx) => {
      await lockScorerChoice(tx, id)
      if (scorer !== null) await requireChoosable(tx, actor, id, scorer)
      await tx.task.update({ where: { id }, data: { scorerId: scorer, baselineScore } })
      const chosen = await taskToOrganise(actor, id, tx)
      const { direction } = taskMetric(chosen)
      await refreshBoard(tx, id, { direction, scorer: boardScorer(chosen.scorer) })
      await announce(tx, { kind: 'board', taskId: id, challengeId: chosen.track.challengeId })
    })
    if (scoreAgain) await orderScoring(id)
    return showTaskScorers(actor, id)
  },
})

async function requireChoosable(tx: Db, actor: Actor, taskId: string, scorer: string): Promise<void> {
  const record = await scorerToOrganise(actor, scorer, tx)
  if (record.taskId !== taskId) throw new GrandstandError('conflict', 'That scorer is of another task.')
  if (hasPassed(record)) return
  const what = record.status === 'ready' ? 'has passed no trial yet' : `is ${record.status}`
  throw new GrandstandError('conflict', `Version ${record.number} ${what}; try it on a sample first.`)
}
