import { z } from 'zod'
import { blobs } from '#store/blobs.ts'
import { contentTypeOf, fileAnswer } from '../file-answer.ts'
import { defineOperation } from '../operation.ts'
import { visibleSubmission } from './submission-view.ts'

export const getSubmissionFile = defineOperation({
  name: 'getSubmissionFile',
  method: 'GET',
  path: '/submissions/{submission}/file',
  tag: 'submissions',
  summary: 'Download a submitted file, byte for byte',
  access: 'signed-in',
  scope: 'read',
  givesFile: true,
  input: z.object({ submission: z.string() }),
  output: fileAnswer,
  async run(actor, { submission }) {
    const record = await visibleSubmission(actor, submission)
    return {
      stream: await blobs().get(record.blobKey),
      filename: record.filename,
      contentType: contentTypeOf(record.filename),
      sizeBytes: Number(record.sizeBytes),
      sha256: record.sha256,
      immutable: true,
    }
  },
})
