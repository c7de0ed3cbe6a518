import { endpoint } from '#app/_http/endpoint.ts'
import { listStarters } from '#operations/datasets/list-starters.ts'

export const GET = endpoint(listStarters)
