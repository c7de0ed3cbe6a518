import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { datasetView, showDataset, visibleDataset } from './dataset-view.ts'

export const getDataset = defineOperation({
  name: 'getDataset',
  method: 'GET',
  path: '/datasets/{dataset}',
  tag: 'datasets',
  summary: 'One dataset and its releases',
  access: 'anyone',
  scope: 'read',
  input: z.object({ dataset: z.string() }),
  output: datasetView,
  async run(actor, { dataset }) {
    return showDataset(await visibleDataset(actor, dataset), actor)
  },
})
