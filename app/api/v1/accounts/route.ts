import { endpoint } from '#app/_http/endpoint.ts'
import { createAccount } from '#operations/accounts/create-account.ts'
import { listAccounts } from '#operations/accounts/list-accounts.ts'

export const GET = endpoint(listAccounts)
export const POST = endpoint(createAccount)
