import { endpoint } from '#app/_http/endpoint.ts'
import { leaveTeam } from '#operations/teams/leave-team.ts'

export const DELETE = endpoint(leaveTeam)
