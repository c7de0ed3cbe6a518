import { endpoint } from '#app/_http/endpoint.ts'
import { getScorer } from '#operations/scorers/get-scorer.ts'

export const GET = endpoint(getScorer)
