import { endpoint } from '#app/_http/endpoint.ts'
import { getWorkshop } from '#operations/workshops/get-workshop.ts'
import { setWorkshop } from '#operations/workshops/set-workshop.ts'

export const GET = endpoint(getWorkshop)
export const PUT = endpoint(setWorkshop)
