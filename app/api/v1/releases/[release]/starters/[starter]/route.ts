import { endpoint } from '#app/_http/endpoint.ts'
import { getStarter } from '#operations/datasets/get-starter.ts'

export const GET = endpoint(getStarter)
