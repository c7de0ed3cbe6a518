import { endpoint } from '#app/_http/endpoint.ts'
import { createRelease } from '#operations/datasets/create-release.ts'

export const POST = endpoint(createRelease)
