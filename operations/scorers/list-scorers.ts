import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { database } from '#store/database.ts'
import { submissionsWithoutJob } from '#store/queue.ts'
import { listScorers as findMany, listUnscored } from '#store/scorers.ts'
import { metricView, taskMetric, taskToOrganise } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { scorerView, showScorer } from './scorer-view.ts'

/** How many failed submissions are told one by one. */
const SHOWN_FAILURES = 20

export const taskScorersView = z.object({
  task: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  /** Id of the version that scores now; null while the built-in metrics do. */
  chosen: z.string().nullable(),
  metric: metricView,
  baselineScore: z.number().nullable(),
  counts: z.object({
    submissions: z.number().int(),
    /** With a job that will score them. */
    underWay: z.number().int(),
    /** Without one, and not judged by the present scorer: see scoreAgain. */
    unscored: z.number().int(),
  }),
  /** Submissions on which a program failed, newest first: its organisers' to mend. */
  failures: z.array(z.object({ submission: z.string(), team: z.string(), fault: z.string() })),
  scorers: z.array(scorerView),
})

export const listScorers = defineOperation({
  name: 'listScorers',
  method: 'GET',
  path: '/tasks/{task}/scorers',
  tag: 'scorers',
  summary: 'What scores a task, its versions of a scorer program, and what is left to be scored again',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ task: z.string() }),
  output: taskScorersView,
  run: (actor, { task }) => showTaskScorers(actor, task),
})

/** All about the scoring of a task, for those who run it. */
export async function showTaskScorers(actor: Actor, task: string): Promise<z.input<typeof taskScorersView>> {
  const record = await taskToOrganise(actor, task)
  const [scorers, unscored, submissions, waiting, failures] = await Promise.all([
    findMany(database(), record.id),
    listUnscored(database(), record.id),
    database().submission.count({ where: { taskId: record.id } }),
    database().submission.count({ where: { taskId: record.id, status: { in: ['queued', 'scoring'] } } }),
    database().submission.findMany({
      where: { taskId: record.id, faultBy: 'organiser' },
      select: { id: true, fault: true, team: { select: { name: true } } },
      orderBy: { id: 'desc' },
      take: SHOWN_FAILURES,
    }),
  ])
  const idle = await submissionsWithoutJob(database(), unscored)
  const underWay = waiting + unscored.length - idle.length
  return {
    task: { id: record.id, slug: record.slug, title: record.title },
    chosen: record.scorerId,
    metric: taskMetric(record),
    baselineScore: record.baselineScore,
    counts: { submissions, underWay, unscored: idle.length },
    failures: failures.map(({ id, team, fault }) => ({
      submission: id,
      team: team.name,
      fault: fault ?? '',
    })),
    scorers: scorers.map(showScorer),
  }
}
