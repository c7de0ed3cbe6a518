import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { type SplitOptions, splitOptionsSchema } from '#datasets/assign-parts.ts'
import { requireSplitFits } from '#datasets/fit-split.ts'
import { planRelease } from '#datasets/release-plan.ts'
import { type DatasetSchema, datasetSchema, parseSchema } from '#datasets/schema.ts'
import { transaction } from '#store/database.ts'
import { findRelease, lockRelease } from '#store/datasets.ts'
import { enqueue } from '#store/queue.ts'
import { defineOperation } from '../operation.ts'
import { releaseToKeep } from './dataset-access.ts'
import { releaseView, showRelease } from './dataset-view.ts'
import { releaseState } from './release-state.ts'

export const buildRelease = defineOperation({
  name: 'buildRelease',
  method: 'POST',
  path: '/releases/{release}/build',
  tag: 'datasets',
  summary: 'Confirm the schema and have the release written as CSV and Parquet',
  description:
    'The answers of the test rows are withheld. Follow `status`: building, then ready (or failed with problems).',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    release: z.string(),
    schema: datasetSchema.optional(),
    split: splitOptionsSchema.prefault({}),
  }),
  output: releaseView,
  status: 202,
  errors: ['conflict', 'file_rejected'],
  async run(actor, { release, schema, split }) {
    const record = await transaction(async (tx) => {
      await lockRelease(tx, release)
      const before = await releaseToKeep(actor, release, tx)
      // after a failed build the reviewed schema is still there, and may be mended and tried again
      const reviewed = before.status === 'proposed' || (before.status === 'failed' && before.schema !== null)
      if (!reviewed) {
        throw new GrandstandError(
          'conflict',
          `${releaseState(before.status)}; only one whose tables were read (proposed) can be built.`,
        )
      }
      const confirmed = parseSchema(schema ?? before.schema)
      requireSplit(confirmed, split)
      await tx.release.update({
        where: { id: release },
        data: { status: 'building', schema: confirmed, split, problems: [] },
      })
      await enqueue(tx, 'build-release', { releaseId: release })
      return (await findRelease(tx, release))!
    })
    return showRelease(record, actor)
  },
})

/** A method of splitting that does not fit is told now, not after the tables have been read. */
function requireSplit(schema: DatasetSchema, options: SplitOptions): void {
  if (options.method === 'automatic' && options.timeColumn === undefined) return
  const { test, whole, kind } = planRelease(
    schema,
    schema.tables.map(({ name }) => ({ name, path: '' })),
  )
  requireSplitFits(test.table, { whole, pairs: kind === 'matching', options })
}
