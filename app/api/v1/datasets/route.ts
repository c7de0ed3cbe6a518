import { endpoint } from '#app/_http/endpoint.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { listDatasets } from '#operations/datasets/list-datasets.ts'

export const GET = endpoint(listDatasets)
export const POST = endpoint(createDataset)
