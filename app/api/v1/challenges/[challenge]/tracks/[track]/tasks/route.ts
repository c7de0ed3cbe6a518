import { endpoint } from '#app/_http/endpoint.ts'
import { createTask } from '#operations/challenges/create-task.ts'

export const POST = endpoint(createTask)
