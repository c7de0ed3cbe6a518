import { endpoint } from '#app/_http/endpoint.ts'
import { getCroissant } from '#operations/datasets/get-croissant.ts'

export const GET = endpoint(getCroissant)
