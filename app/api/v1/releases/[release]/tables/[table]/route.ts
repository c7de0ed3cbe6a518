import { endpoint } from '#app/_http/endpoint.ts'
import { uploadTable } from '#operations/datasets/upload-table.ts'

export const PUT = endpoint(uploadTable)
