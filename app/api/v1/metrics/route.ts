import { endpoint } from '#app/_http/endpoint.ts'
import { listMetrics } from '#operations/system/list-metrics.ts'

export const GET = endpoint(listMetrics)
