import { endpoint } from '#app/_http/endpoint.ts'
import { getDataset } from '#operations/datasets/get-dataset.ts'
import { updateDataset } from '#operations/datasets/update-dataset.ts'

export const GET = endpoint(getDataset)
export const PATCH = endpoint(updateDataset)
