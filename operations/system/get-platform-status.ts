import { z } from 'zod'
import { database } from '#store/database.ts'
import { countOutcomes, countUnfinished, stagesOfLast } from '#store/platform.ts'
import { defineOperation } from '../operation.ts'

const DAY_MS = 86_400_000
const LAST_EVALUATIONS = 1_000

const count = z.number().int().min(0)

export const getPlatformStatus = defineOperation({
  name: 'getPlatformStatus',
  method: 'GET',
  path: '/platform/status',
  tag: 'system',
  summary: 'How scoring is doing: the queue, what became of the last day, and where the time goes',
  description: `Stages are those of the last ${LAST_EVALUATIONS} evaluations. Workers serve more, for Prometheus, when GRANDSTAND_METRICS_PORT is set.`,
  access: 'operator',
  scope: 'operate',
  input: z.object({}),
  output: z.object({
    queue: z.object({
      queued: count,
      scoring: count,
      /** Seconds that the oldest unfinished submission has waited; null when none does. */
      oldestSeconds: z.number().min(0).nullable(),
    }),
    lastDay: z.object({ sent: count, scored: count, rejected: count, faulted: count }),
    stages: z.array(z.object({ stage: z.string(), count, p50Ms: z.number(), p99Ms: z.number() })),
  }),
  async run(_actor, _input, { now }) {
    const { waitingSince, ...queue } = await countUnfinished(database())
    const outcomes = await countOutcomes(database(), new Date(now.getTime() - DAY_MS))
    const { scored = 0, rejected = 0, faulted = 0 } = outcomes
    const sent = Object.values(outcomes).reduce((sum, one) => sum + one, 0)
    const oldestSeconds = waitingSince && Math.max(0, (now.getTime() - waitingSince.getTime()) / 1_000)
    return {
      queue: { ...queue, oldestSeconds },
      lastDay: { sent, scored, rejected, faulted },
      stages: await stagesOfLast(database(), LAST_EVALUATIONS),
    }
  },
})
