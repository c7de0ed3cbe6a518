import { z } from 'zod'
import { TASK_KINDS } from '#core/task.ts'
import { listMetricInfos } from '#scoring/metrics/catalogue.ts'
import { metricView } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'

export const listMetrics = defineOperation({
  name: 'listMetrics',
  method: 'GET',
  path: '/metrics',
  tag: 'system',
  summary: 'The metrics that a kind of task can be judged by',
  access: 'anyone',
  scope: 'read',
  input: z.object({ kind: z.enum(TASK_KINDS) }),
  output: z.object({ metrics: z.array(metricView) }),
  async run(_actor, { kind }) {
    return { metrics: listMetricInfos(kind) }
  },
})
