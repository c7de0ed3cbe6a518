import { endpoint } from '#app/_http/endpoint.ts'
import { getCitation } from '#operations/datasets/get-citation.ts'

export const GET = endpoint(getCitation)
