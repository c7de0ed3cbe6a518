import { endpoint } from '#app/_http/endpoint.ts'
import { endSessions } from '#operations/accounts/end-sessions.ts'

export const DELETE = endpoint(endSessions)
