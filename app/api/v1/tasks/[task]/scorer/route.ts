import { endpoint } from '#app/_http/endpoint.ts'
import { chooseScorer } from '#operations/scorers/choose-scorer.ts'

export const PUT = endpoint(chooseScorer)
