import { KIND_TITLES } from '#app/_ui/task-words.ts'
import { ANONYMOUS } from '#core/access.ts'
import { listMetrics } from '#operations/system/list-metrics.ts'

export interface MetricOption {
  /** Kind of task and name of the metric, with a space between. */
  value: string
  title: string
  group: string
}

const OFFERED_KINDS = ['classification', 'matching-pairs'] as const

/** The kinds of task that can be added, each with the metrics it can be judged by. */
export async function listMetricOptions(): Promise<MetricOption[]> {
  const options = OFFERED_KINDS.map(async (kind): Promise<MetricOption[]> => {
    const { metrics } = await listMetrics.call(ANONYMOUS, { kind })
    return metrics.map(({ name, title }) => ({ value: `${kind} ${name}`, title, group: KIND_TITLES[kind] }))
  })
  return (await Promise.all(options)).flat()
}
