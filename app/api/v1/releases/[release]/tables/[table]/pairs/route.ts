import { endpoint } from '#app/_http/endpoint.ts'
import { listPairs } from '#operations/datasets/list-pairs.ts'

export const GET = endpoint(listPairs)
