import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { transaction } from '#store/database.ts'
import { findRelease } from '#store/datasets.ts'
import { isTaken } from '#store/uniqueness.ts'
import { defineOperation } from '../operation.ts'
import { keeps, visibleDataset } from './dataset-access.ts'
import { releaseView, showRelease } from './dataset-view.ts'

export const createRelease = defineOperation({
  name: 'createRelease',
  method: 'POST',
  path: '/datasets/{dataset}/releases',
  tag: 'datasets',
  summary: 'Begin a release; upload its tables next',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ dataset: z.string() }),
  output: releaseView,
  status: 201,
  errors: ['conflict'],
  async run(actor, { dataset }) {
    try {
      const record = await transaction(async (tx) => {
        const found = await visibleDataset(actor, dataset, tx)
        if (!keeps(found, actor)) {
          throw new GrandstandError('forbidden', 'Only who made the dataset, or an operator, may release it.')
        }
        const id = newId('rel')
        const version = (found.releases[0]?.version ?? 0) + 1
        await tx.release.create({ data: { id, datasetId: found.id, version, status: 'collecting' } })
        return (await findRelease(tx, id))!
      })
      return showRelease(record, actor)
    } catch (error) {
      if (!isTaken(error)) throw error
      throw new GrandstandError('conflict', 'Somebody began a release at the same moment; reload and look.')
    }
  },
})
