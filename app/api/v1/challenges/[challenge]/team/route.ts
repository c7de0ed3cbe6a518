import { endpoint } from '#app/_http/endpoint.ts'
import { getMyTeam } from '#operations/teams/get-my-team.ts'

export const GET = endpoint(getMyTeam)
