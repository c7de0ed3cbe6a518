import { endpoint } from '#app/_http/endpoint.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'

export const GET = endpoint(listSubmissions)
export const POST = endpoint(createSubmission)
