import { endpoint } from '#app/_http/endpoint.ts'
import { getTask } from '#operations/challenges/get-task.ts'
import { updateTask } from '#operations/challenges/update-task.ts'

export const GET = endpoint(getTask)
export const PATCH = endpoint(updateTask)
