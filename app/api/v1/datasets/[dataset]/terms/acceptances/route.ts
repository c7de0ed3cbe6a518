import { endpoint } from '#app/_http/endpoint.ts'
import { acceptTerms } from '#operations/datasets/accept-terms.ts'
import { listAcceptances } from '#operations/datasets/list-acceptances.ts'

export const GET = endpoint(listAcceptances)
export const POST = endpoint(acceptTerms)
