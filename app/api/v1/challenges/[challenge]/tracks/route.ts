import { endpoint } from '#app/_http/endpoint.ts'
import { createTrack } from '#operations/challenges/create-track.ts'

export const POST = endpoint(createTrack)
