import { endpoint } from '#app/_http/endpoint.ts'
import { updateAccount } from '#operations/accounts/update-account.ts'

export const PATCH = endpoint(updateAccount)
