import { endpoint } from '#app/_http/endpoint.ts'
import { getChallenge } from '#operations/challenges/get-challenge.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'

export const GET = endpoint(getChallenge)
export const PATCH = endpoint(updateChallenge)
