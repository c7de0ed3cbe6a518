import { endpoint } from '#app/_http/endpoint.ts'
import { getTask } from '#operations/challenges/get-task.ts'

export const GET = endpoint(getTask)
