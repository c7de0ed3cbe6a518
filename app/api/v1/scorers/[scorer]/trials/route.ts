import { endpoint } from '#app/_http/endpoint.ts'
import { tryScorer } from '#operations/scorers/try-scorer.ts'

export const POST = endpoint(tryScorer)
