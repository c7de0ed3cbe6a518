import { endpoint } from '#app/_http/endpoint.ts'
import { listScorers } from '#operations/scorers/list-scorers.ts'
import { uploadScorer } from '#operations/scorers/upload-scorer.ts'

export const GET = endpoint(listScorers)
export const POST = endpoint(uploadScorer)
