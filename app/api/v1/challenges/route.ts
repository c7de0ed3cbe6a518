import { endpoint } from '#app/_http/endpoint.ts'
import { createChallenge } from '#operations/challenges/create-challenge.ts'
import { listChallenges } from '#operations/challenges/list-challenges.ts'

export const GET = endpoint(listChallenges)
export const POST = endpoint(createChallenge)
