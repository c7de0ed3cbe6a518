import { z } from 'zod'
import { database } from '#store/database.ts'
import { listTaskChanges } from '#store/tasks.ts'
import { defineOperation } from '../operation.ts'
import { showTask, taskView, visibleTask } from './task-view.ts'

export const getTask = defineOperation({
  name: 'getTask',
  method: 'GET',
  path: '/tasks/{task}',
  tag: 'challenges',
  summary: 'One task: what to predict, in which form, by which metric',
  access: 'anyone',
  scope: 'read',
  input: z.object({ task: z.string() }),
  output: taskView,
  async run(actor, { task }) {
    const record = await visibleTask(actor, task)
    return showTask(record, await listTaskChanges(database(), record.id))
  },
})
