import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { findVisible } from './dataset-access.ts'
import { datasetView, showDataset } from './dataset-view.ts'

export const getDataset = defineOperation({
  name: 'getDataset',
  method: 'GET',
  path: '/datasets/{dataset}',
  tag: 'datasets',
  summary: 'One dataset: what it is, its datasheet, licence and terms, and its releases',
  access: 'anyone',
  scope: 'read',
  input: z.object({ dataset: z.string() }),
  output: datasetView,
  async run(actor, { dataset }) {
    const { record, access } = await findVisible(actor, dataset)
    return showDataset(record, actor, access)
  },
})
