import { endpoint } from '#app/_http/endpoint.ts'
import { withdrawRelease } from '#operations/datasets/withdraw-release.ts'

export const POST = endpoint(withdrawRelease)
