import { endpoint } from '#app/_http/endpoint.ts'
import { revokeToken } from '#operations/accounts/revoke-token.ts'

export const DELETE = endpoint(revokeToken)
