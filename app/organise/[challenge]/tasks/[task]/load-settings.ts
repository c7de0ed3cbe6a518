import { sessionActor } from '#app/_http/session.ts'
import { ifAny } from '#app/_ui/for-page.ts'
import type { Task } from '#app/tasks/[task]/load-task.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { listMetricOptions } from '../../list-metric-options.ts'
import { listTruths } from '../../list-truths.ts'

export type TaskSettings = Awaited<ReturnType<typeof loadSettings>>

/** What a task's organisers may choose from: features to slice by, and while no file was sent its metric and answers. */
export async function loadSettings(task: Task, hasFiles: boolean) {
  const release = await ifAny(getRelease.call(await sessionActor(), { release: task.dataset.releaseId }))
  const test = release?.schema?.tables.find(({ name }) => name === 'test')
  const features = (test?.columns ?? [])
    .filter(({ role, modality }) => role === 'feature' && modality !== 'image')
    .map(({ name }) => name)
  if (hasFiles) return { features }
  const present = {
    value: `${task.dataset.releaseId} ${task.truth.name}`,
    title: `${task.dataset.title}, release ${task.dataset.version}: ${task.truth.name} (${task.truth.rows} rows)`,
  }
  const [truths, metrics] = await Promise.all([listTruths(), listMetricOptions()])
  return {
    features,
    truths: [present, ...truths.filter(({ value }) => value !== present.value)],
    metrics: metrics
      .map((option) => ({ ...option, words: option.value.split(' ') }))
      .filter(({ words }) => words[0] === task.spec.kind)
      .map(({ words, title }) => ({ value: words[1], title })),
  }
}
