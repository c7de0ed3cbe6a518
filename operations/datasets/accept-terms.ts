import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { insertAcceptance, lockDataset } from '#store/datasets.ts'
import { instant } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { visibleDataset } from './dataset-access.ts'

export const acceptTerms = defineOperation({
  name: 'acceptTerms',
  method: 'POST',
  path: '/datasets/{dataset}/terms/acceptances',
  tag: 'datasets',
  summary: 'Accept the terms of a dataset in the version you read',
  description: 'Kept with your account, the version and the time. The first acceptance of a version counts.',
  access: 'signed-in',
  scope: 'teams',
  input: z.object({ dataset: z.string(), termsVersion: z.coerce.number().int() }),
  output: z.object({ termsVersion: z.number().int(), acceptedAt: instant }),
  errors: ['conflict'],
  async run(actor, { dataset, termsVersion }, { now }) {
    const { userId } = requirePerson(actor)
    const acceptedAt = await transaction(async (tx) => {
      const { id } = await visibleDataset(actor, dataset, tx)
      // so that the terms cannot change between the look and the acceptance
      await lockDataset(tx, id)
      const record = await visibleDataset(actor, id, tx)
      if (record.terms === '')
        throw new GrandstandError('conflict', `${record.title} has no terms to accept.`)
      if (record.termsVersion !== termsVersion) {
        throw new GrandstandError(
          'conflict',
          `The terms are now at version ${record.termsVersion}, you read version ${termsVersion}. Read them again.`,
        )
      }
      return insertAcceptance(tx, { datasetId: id, userId, termsVersion, acceptedAt: now })
    })
    return { termsVersion, acceptedAt: acceptedAt.toISOString() }
  },
})
