import { endpoint } from '#app/_http/endpoint.ts'
import { acceptInvitation } from '#operations/teams/accept-invitation.ts'

export const POST = endpoint(acceptInvitation)
