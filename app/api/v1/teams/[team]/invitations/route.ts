import { endpoint } from '#app/_http/endpoint.ts'
import { createInvitation } from '#operations/teams/create-invitation.ts'

export const POST = endpoint(createInvitation)
