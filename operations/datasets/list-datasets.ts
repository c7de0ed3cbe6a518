import { z } from 'zod'
import { database } from '#store/database.ts'
import { listDatasets as findAll } from '#store/datasets.ts'
import { defineOperation } from '../operation.ts'
import { accessTo, keeps, tiesOf } from './dataset-access.ts'
import { datasetView, showDataset } from './dataset-view.ts'

export const listDatasets = defineOperation({
  name: 'listDatasets',
  method: 'GET',
  path: '/datasets',
  tag: 'datasets',
  summary: 'Datasets that have a release and that you may see, and your own',
  access: 'anyone',
  scope: 'read',
  input: z.object({}),
  output: z.object({ datasets: z.array(datasetView) }),
  async run(actor) {
    const db = database()
    const [all, ties] = [await findAll(db), await tiesOf(actor, db)]
    const datasets = all.flatMap((record) => {
      const access = accessTo(record, actor, ties)
      const released = record.releases.some((release) => release.status === 'ready')
      return access && (released || keeps(record, actor)) ? [showDataset(record, actor, access)] : []
    })
    return { datasets }
  },
})
