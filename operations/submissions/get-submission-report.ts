import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { blobs } from '#store/blobs.ts'
import { fileAnswer } from '../file-answer.ts'
import { defineOperation } from '../operation.ts'
import { reportKey, visibleSubmission } from './submission-view.ts'

export const getSubmissionReport = defineOperation({
  name: 'getSubmissionReport',
  method: 'GET',
  path: '/submissions/{submission}/report',
  tag: 'submissions',
  summary: "The HTML report that the organisers' scorer program made of a submission, sanitised",
  description:
    'Of the public part, or of the private one once private boards are open. `reports` of the submission tells which there are.',
  access: 'signed-in',
  scope: 'read',
  givesFile: true,
  input: z.object({ submission: z.string(), split: z.enum(['public', 'private']).default('public') }),
  output: fileAnswer,
  async run(actor, { submission, split }, { now }) {
    const record = await visibleSubmission(actor, submission)
    const key = reportKey(record, split, now)
    if (key === undefined) {
      throw new GrandstandError(
        'not_found',
        `The submission has no report of the ${split} part that you may see.`,
      )
    }
    return {
      stream: await blobs().get(key),
      filename: `${record.id}-${split}.html`,
      contentType: 'text/html; charset=utf-8',
      sizeBytes: null,
      sha256: null,
      // another scorer may be chosen, and then this address has its report
      immutable: false,
    }
  },
})
