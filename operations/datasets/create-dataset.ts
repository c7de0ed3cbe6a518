import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { DATASET_KINDS } from '#datasets/schema.ts'
import { database } from '#store/database.ts'
import { findDataset } from '#store/datasets.ts'
import { isTaken } from '#store/uniqueness.ts'
import { slug } from '../challenges/challenge-fields.ts'
import { defineOperation } from '../operation.ts'
import { datasetFields } from './dataset-fields.ts'
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
    title: datasetFields.title,
    slug: slug.optional(),
    summary: datasetFields.summary,
    description: datasetFields.description.default(''),
    kind: z.enum(DATASET_KINDS),
    licence: datasetFields.licence,
    attribution: datasetFields.attribution.default(''),
    visibility: datasetFields.visibility.default('public'),
    datasheet: datasetFields.datasheet.prefault({}),
    terms: datasetFields.terms.default(''),
  }),
  output: datasetView,
  status: 201,
  errors: ['already_exists'],
  async run(actor, { slug: wanted, ...fields }) {
    const { userId } = requirePerson(actor)
    const address = wanted ?? slugOf(fields.title)
    try {
      await database().dataset.create({
        data: {
          ...{ id: newId('dat'), slug: address, createdById: userId },
          ...{ ...fields, termsVersion: fields.terms === '' ? 0 : 1 },
        },
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
