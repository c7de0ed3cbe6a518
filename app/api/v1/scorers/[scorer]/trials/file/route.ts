import { endpoint } from '#app/_http/endpoint.ts'
import { tryScorerOnFile } from '#operations/scorers/try-scorer-on-file.ts'

export const POST = endpoint(tryScorerOnFile)
