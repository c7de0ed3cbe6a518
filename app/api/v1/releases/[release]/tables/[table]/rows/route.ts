import { endpoint } from '#app/_http/endpoint.ts'
import { listRows } from '#operations/datasets/list-rows.ts'

export const GET = endpoint(listRows)
