import { endpoint } from '#app/_http/endpoint.ts'
import { getReleaseFile } from '#operations/datasets/get-release-file.ts'

export const GET = endpoint(getReleaseFile)
