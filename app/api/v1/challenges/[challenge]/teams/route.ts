import { endpoint } from '#app/_http/endpoint.ts'
import { createTeam } from '#operations/teams/create-team.ts'
import { listTeams } from '#operations/teams/list-teams.ts'

export const GET = endpoint(listTeams)
export const POST = endpoint(createTeam)
