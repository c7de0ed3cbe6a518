import { endpoint } from '#app/_http/endpoint.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'

export const POST = endpoint(acceptRules)
