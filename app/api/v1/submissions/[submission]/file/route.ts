import { endpoint } from '#app/_http/endpoint.ts'
import { getSubmissionFile } from '#operations/submissions/get-submission-file.ts'

export const GET = endpoint(getSubmissionFile)
