import { endpoint } from '#app/_http/endpoint.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { listTokens } from '#operations/accounts/list-tokens.ts'

export const GET = endpoint(listTokens)
export const POST = endpoint(createToken)
