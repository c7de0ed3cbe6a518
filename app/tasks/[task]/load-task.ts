import { cache } from 'react'
import type { z } from 'zod'
import { sessionActor } from '#app/_http/session.ts'
import { forPage } from '#app/_ui/for-page.ts'
import { paths } from '#app/_ui/paths.ts'
import { getTask } from '#operations/challenges/get-task.ts'
import type { taskView } from '#operations/challenges/task-view.ts'

export type Task = z.output<typeof taskView>

/** The task of a page, read once per request. */
export const loadTask = cache(async (slug: string): Promise<Task> => {
  return forPage(paths.task(slug), getTask.call(await sessionActor(), { task: slug }))
})
