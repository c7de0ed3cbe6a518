import { endpoint } from '#app/_http/endpoint.ts'
import { getMe } from '#operations/accounts/get-me.ts'
import { updateMe } from '#operations/accounts/update-me.ts'

export const GET = endpoint(getMe)
export const PATCH = endpoint(updateMe)
