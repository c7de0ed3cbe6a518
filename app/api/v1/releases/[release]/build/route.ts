import { endpoint } from '#app/_http/endpoint.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'

export const POST = endpoint(buildRelease)
