import { endpoint } from '#app/_http/endpoint.ts'
import { getTrialReport } from '#operations/scorers/get-trial-report.ts'

export const GET = endpoint(getTrialReport)
