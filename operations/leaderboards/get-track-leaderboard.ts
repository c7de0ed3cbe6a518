import { z } from 'zod'
import { AVERAGINGS } from '#core/ranking.ts'
import { taskSpecSchema } from '#core/task.ts'
import { primaryNameOf, taskSummaryView, visibleChallenge } from '../challenges/challenge-view.ts'
import { metricView, taskMetric } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { boardTeam } from './get-leaderboard.ts'
import { readTrackBoard, requireTrack } from './track-board.ts'

export const getTrackLeaderboard = defineOperation({
  name: 'getTrackLeaderboard',
  method: 'GET',
  path: '/challenges/{challenge}/tracks/{track}/leaderboard',
  tag: 'leaderboards',
  summary: "A track's leaderboard: the average over its tasks",
  description:
    'Only teams with a score on every task are ranked; the others stand below with what they have.',
  access: 'anyone',
  scope: 'read',
  input: z.object({ challenge: z.string(), track: z.string() }),
  output: z.object({
    challenge: z.object({ slug: z.string(), title: z.string() }),
    track: z.object({ id: z.string(), slug: z.string(), title: z.string(), prize: z.string() }),
    split: z.enum(['public', 'private']),
    averaging: z.enum(AVERAGINGS),
    tasks: z.array(taskSummaryView.extend({ metric: metricView })),
    entries: z.array(
      z.object({
        rank: z.number().int(),
        team: boardTeam,
        score: z.number(),
        taskScores: z.array(z.number()),
      }),
    ),
    incomplete: z.array(z.object({ team: boardTeam, taskScores: z.array(z.number().nullable()) })),
  }),
  async run(actor, input, { now }) {
    const challenge = await visibleChallenge(actor, input.challenge)
    const track = requireTrack(challenge, input.track)
    const { split, board, teams } = await readTrackBoard(challenge, track, now)
    return {
      challenge: { slug: challenge.slug, title: challenge.title },
      track: { id: track.id, slug: track.slug, title: track.title, prize: track.prize },
      split,
      averaging: AVERAGINGS.find((name) => name === track.averaging) ?? 'mean-score',
      tasks: track.tasks.map((task) => ({
        id: task.id,
        slug: task.slug,
        title: task.title,
        kind: taskSpecSchema.parse(task.spec).kind,
        primaryMetric: primaryNameOf(task),
        metric: taskMetric(task),
      })),
      entries: board.ranked.map((row) => ({ ...row, team: teams.get(row.teamId)! })),
      incomplete: board.incomplete.map((row) => ({ ...row, team: teams.get(row.teamId)! })),
    }
  },
})
