import { z } from 'zod'
import { database } from '#store/database.ts'
import { listDatasets as findAll } from '#store/datasets.ts'
import { defineOperation } from '../operation.ts'
import { datasetView, keeps, showDataset } from './dataset-view.ts'

export const listDatasets = defineOperation({
  name: 'listDatasets',
  method: 'GET',
  path: '/datasets',
  tag: 'datasets',
  summary: 'Public datasets that have a release, and your own',
  access: 'anyone',
  scope: 'read',
  input: z.object({}),
  output: z.object({ datasets: z.array(datasetView) }),
  async run(actor) {
    const all = await findAll(database())
    const released = (record: (typeof all)[number]) =>
      record.releases.some((release) => release.status === 'ready')
    const visible = all.filter((one) => keeps(one, actor) || (one.visibility === 'public' && released(one)))
    return { datasets: visible.map((record) => showDataset(record, actor)) }
  },
})
