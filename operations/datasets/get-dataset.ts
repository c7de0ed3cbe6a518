import { z } from 'zod'
import { database } from '#store/database.ts'
import { findAcceptedAt } from '#store/datasets.ts'
import { instant } from '../challenges/challenge-view.ts'
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
  output: datasetView.extend({
    /** When you accepted the present version of its terms. */
    termsAcceptedAt: instant.nullable(),
  }),
  async run(actor, { dataset }) {
    const { record, access } = await findVisible(actor, dataset)
    const { id: datasetId, termsVersion } = record
    const accepted =
      actor.kind === 'person' &&
      (await findAcceptedAt(database(), { datasetId, userId: actor.userId, termsVersion }))
    return {
      ...showDataset(record, actor, access),
      termsAcceptedAt: accepted ? accepted.toISOString() : null,
    }
  },
})
