import { endpoint } from '#app/_http/endpoint.ts'
import { getDataset } from '#operations/datasets/get-dataset.ts'

export const GET = endpoint(getDataset)
