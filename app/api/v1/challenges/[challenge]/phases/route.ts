import { endpoint } from '#app/_http/endpoint.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'

export const PUT = endpoint(setPhases)
