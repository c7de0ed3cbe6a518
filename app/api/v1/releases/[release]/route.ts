import { endpoint } from '#app/_http/endpoint.ts'
import { getRelease } from '#operations/datasets/get-release.ts'

export const GET = endpoint(getRelease)
