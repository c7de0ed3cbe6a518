import { endpoint } from '#app/_http/endpoint.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'

export const POST = endpoint(inspectRelease)
