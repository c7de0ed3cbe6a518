import { endpoint } from '#app/_http/endpoint.ts'
import { getPlatformStatus } from '#operations/system/get-platform-status.ts'

export const GET = endpoint(getPlatformStatus)
