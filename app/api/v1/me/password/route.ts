import { endpoint } from '#app/_http/endpoint.ts'
import { changePassword } from '#operations/accounts/change-password.ts'

export const POST = endpoint(changePassword)
