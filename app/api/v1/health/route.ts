import { endpoint } from '#app/_http/endpoint.ts'
import { getHealth } from '#operations/system/get-health.ts'

export const GET = endpoint(getHealth)
