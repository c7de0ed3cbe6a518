import { endpoint } from '#app/_http/endpoint.ts'
import { scoreAgain } from '#operations/scorers/score-again.ts'

export const POST = endpoint(scoreAgain)
