import { endpoint } from '#app/_http/endpoint.ts'
import { getSubmissionReport } from '#operations/submissions/get-submission-report.ts'

export const GET = endpoint(getSubmissionReport)
