import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { findRelease, lockRelease } from '#store/datasets.ts'
import { announce } from '#store/events.ts'
import { defineOperation } from '../operation.ts'
import { releaseToKeep } from './dataset-access.ts'
import { releaseView, showRelease } from './dataset-view.ts'
import { releaseState } from './release-state.ts'

export const withdrawRelease = defineOperation({
  name: 'withdrawRelease',
  method: 'POST',
  path: '/releases/{release}/withdrawal',
  tag: 'datasets',
  summary: 'Withdraw a release, with a reason that everybody sees',
  description:
    'It stays at its address with its reason, schema and checksums, and tasks that use it go on; no new task can use it. With `files`, nobody gets its files, sample rows and profile any more. A release withdrawn without its files can be withdrawn again with them; there is no way back.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    release: z.string(),
    reason: z.string().trim().min(10, 'say in a sentence why, for who meets this release later').max(1000),
    files: z.boolean().default(false),
  }),
  output: releaseView,
  errors: ['conflict'],
  async run(actor, { release, reason, files }, { now }) {
    const record = await transaction(async (tx) => {
      await lockRelease(tx, release)
      const { status, filesWithdrawn, withdrawnAt } = await releaseToKeep(actor, release, tx)
      const further = status === 'withdrawn' && files && !filesWithdrawn
      if (status !== 'ready' && !further) {
        throw new GrandstandError(
          'conflict',
          status === 'withdrawn'
            ? 'The release is withdrawn already.'
            : `${releaseState(status)}; only one that is ready can be withdrawn.`,
        )
      }
      await tx.release.update({
        where: { id: release },
        data: {
          status: 'withdrawn',
          withdrawnAt: withdrawnAt ?? now,
          withdrawnReason: reason,
          filesWithdrawn: files,
        },
      })
      announce(tx, { kind: 'release', releaseId: release })
      return (await findRelease(tx, release))!
    })
    return showRelease(record, actor)
  },
})
