import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { findRelease, lockRelease } from '#store/datasets.ts'
import { enqueue } from '#store/queue.ts'
import { defineOperation } from '../operation.ts'
import { releaseToKeep } from './dataset-access.ts'
import { releaseView, showRelease } from './dataset-view.ts'
import { requireCollecting } from './upload-table.ts'

export const inspectRelease = defineOperation({
  name: 'inspectRelease',
  method: 'POST',
  path: '/releases/{release}/inspection',
  tag: 'datasets',
  summary: 'Have the uploaded tables read and a schema proposed',
  description:
    'The worker reads the tables; follow `status`: inspecting, then proposed (or failed with problems).',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ release: z.string() }),
  output: releaseView,
  status: 202,
  errors: ['conflict'],
  async run(actor, { release }) {
    const record = await transaction(async (tx) => {
      await lockRelease(tx, release)
      const { status, sources } = await releaseToKeep(actor, release, tx)
      requireCollecting(status)
      if (sources.length === 0) {
        throw new GrandstandError('conflict', 'The release has no tables yet; upload them first.')
      }
      await tx.release.update({ where: { id: release }, data: { status: 'inspecting', problems: [] } })
      await enqueue(tx, 'inspect-release', { releaseId: release })
      return (await findRelease(tx, release))!
    })
    return showRelease(record, actor)
  },
})
