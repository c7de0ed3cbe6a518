import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { database } from '#store/database.ts'
import { findDataset } from '#store/datasets.ts'
import { isTaken } from '#store/uniqueness.ts'
import { slug } from '../challenges/challenge-fields.ts'
import { defineOperation } from '../operation.ts'
import { datasetView, showDataset } from './dataset-view.ts'

export const createDataset = defineOperation({
  name: 'createDataset',
  method: 'POST',
  path: '/datasets',
  tag: 'datasets',
  summary: 'Begin a dataset; its data comes with a release',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    title: z.string().trim().min(3).max(120),
    slug: slug.optional(),
    summary: z.string().trim().min(3).max(300),
    description: z.string().max(50_000).default(''),
    kind: z.enum(['classification', 'matching']),
    licence: z.string().trim().min(1).max(200),
    attribution: z.string().max(2_000).default(''),
    visibility: z.enum(['public', 'members', 'organisers']).default('public'),
  }),
  output: datasetView,
  status: 201,
  errors: ['already_exists'],
  async run(actor, { slug: wanted, ...fields }) {
    const { userId } = requirePerson(actor)
    const address = wanted ?? slugOf(fields.title)
    try {
      await database().dataset.create({
        data: { id: newId('dat'), slug: address, createdById: userId, ...fields },
      })
    } catch (error) {
      if (!isTaken(error)) throw error
      throw new GrandstandError(
        'already_exists',
        `There is a dataset at ${address} already; choose another slug.`,
      )
    }
    return showDataset((await findDataset(database(), address))!, actor)
  },
})
