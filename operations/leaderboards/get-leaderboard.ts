import { z } from 'zod'
import { visibleSplit } from '#core/phases.ts'
import { rankEntries } from '#core/ranking.ts'
import { database } from '#store/database.ts'
import { listEntries } from '#store/entries.ts'
import { instant, phasesOf } from '../challenges/challenge-view.ts'
import { metricView, taskMetric, visibleTask } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'

export const boardTeam = z.object({ id: z.string(), name: z.string(), slug: z.string() })

export const getLeaderboard = defineOperation({
  name: 'getLeaderboard',
  method: 'GET',
  path: '/tasks/{task}/leaderboard',
  tag: 'leaderboards',
  summary: 'The leaderboard of a task',
  description:
    'Public split while the challenge runs, private split once a phase with private boards has begun. Equal scores share a rank.',
  access: 'anyone',
  scope: 'read',
  input: z.object({ task: z.string() }),
  output: z.object({
    task: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
    challenge: z.object({ slug: z.string(), title: z.string() }),
    split: z.enum(['public', 'private']),
    metric: metricView,
    baselineScore: z.number().nullable(),
    entries: z.array(
      z.object({
        rank: z.number().int(),
        team: boardTeam,
        score: z.number(),
        /** 95 % bootstrap interval; null where the metric has none. */
        low: z.number().nullable(),
        high: z.number().nullable(),
        submittedAt: instant,
        submissionCount: z.number().int(),
      }),
    ),
  }),
  async run(actor, { task }, { now }) {
    const record = await visibleTask(actor, task)
    const { challenge } = record.track
    const metric = taskMetric(record)
    const split = visibleSplit(phasesOf(challenge), now)
    const entries = await listEntries(database(), [record.id], split)
    return {
      task: { id: record.id, slug: record.slug, title: record.title },
      challenge: { slug: challenge.slug, title: challenge.title },
      split,
      metric,
      baselineScore: record.baselineScore,
      entries: rankEntries(entries, metric.direction).map((entry) => ({
        ...entry,
        submittedAt: entry.submittedAt.toISOString(),
      })),
    }
  },
})
