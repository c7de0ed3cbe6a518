import { endpoint } from '#app/_http/endpoint.ts'
import { getInvitation } from '#operations/teams/get-invitation.ts'

export const GET = endpoint(getInvitation)
