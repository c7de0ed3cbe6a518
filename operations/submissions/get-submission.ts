import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { showSubmission, submissionView, visibleSubmission } from './submission-view.ts'
import { waitForFinal } from './wait-for-final.ts'

export const getSubmission = defineOperation({
  name: 'getSubmission',
  method: 'GET',
  path: '/submissions/{submission}',
  tag: 'submissions',
  summary: 'A submission and its report',
  description: 'With `wait` the answer comes when the report is finished, or after that many seconds.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({ submission: z.string(), wait: z.coerce.number().min(0).max(120).default(0) }),
  output: submissionView,
  async run(actor, { submission, wait }) {
    const { id } = await visibleSubmission(actor, submission)
    await waitForFinal(id, wait)
    return showSubmission(await visibleSubmission(actor, id), actor, new Date())
  },
})
