import { z } from 'zod'
import { transaction } from '#store/database.ts'
import { findDataset, lockDataset } from '#store/datasets.ts'
import { defineOperation } from '../operation.ts'
import { datasetToKeep } from './dataset-access.ts'
import { datasetFields } from './dataset-fields.ts'
import { datasetView, showDataset } from './dataset-view.ts'

export const updateDataset = defineOperation({
  name: 'updateDataset',
  method: 'PATCH',
  path: '/datasets/{dataset}',
  tag: 'datasets',
  summary: 'Change what is said about a dataset, who may have it, and on which terms',
  description:
    'Fields that are left out stay as they are; a datasheet is replaced as a whole. A release keeps the words it was built with. Changed terms get the next version, and members are asked again before they get the data.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ dataset: z.string(), ...z.object(datasetFields).partial().shape }),
  output: datasetView,
  async run(actor, { dataset, ...fields }) {
    return transaction(async (tx) => {
      const { id } = await datasetToKeep(actor, dataset, tx)
      await lockDataset(tx, id)
      const before = await datasetToKeep(actor, id, tx)
      const newTerms = fields.terms !== undefined && fields.terms !== before.terms
      const termsVersion = before.termsVersion + (newTerms ? 1 : 0)
      await tx.dataset.update({ where: { id }, data: { ...fields, termsVersion } })
      return showDataset((await findDataset(tx, id))!, actor)
    })
  },
})
