import { endpoint } from '#app/_http/endpoint.ts'
import { getSubmission } from '#operations/submissions/get-submission.ts'

export const GET = endpoint(getSubmission)
