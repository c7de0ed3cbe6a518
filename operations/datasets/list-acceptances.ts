import { z } from 'zod'
import { database } from '#store/database.ts'
import { listAcceptances as findAcceptances } from '#store/datasets.ts'
import { instant } from '../challenges/challenge-view.ts'
import { defineOperation } from '../operation.ts'
import { datasetToKeep } from './dataset-access.ts'

export const listAcceptances = defineOperation({
  name: 'listAcceptances',
  method: 'GET',
  path: '/datasets/{dataset}/terms/acceptances',
  tag: 'datasets',
  summary: 'Who accepted the terms of a dataset, in which version and when, newest first',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ dataset: z.string() }),
  output: z.object({
    acceptances: z.array(
      z.object({
        person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
        termsVersion: z.number().int(),
        acceptedAt: instant,
      }),
    ),
  }),
  async run(actor, { dataset }) {
    const { id } = await datasetToKeep(actor, dataset)
    const found = await findAcceptances(database(), id)
    return {
      acceptances: found.map(({ user, termsVersion, acceptedAt }) => ({
        person: user,
        termsVersion,
        acceptedAt: acceptedAt.toISOString(),
      })),
    }
  },
})
