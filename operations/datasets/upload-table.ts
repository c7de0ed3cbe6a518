import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { blobs } from '#store/blobs.ts'
import { database, transaction } from '#store/database.ts'
import { findRelease, lockRelease, type ReleaseRecord } from '#store/datasets.ts'
import { settings } from '#store/settings.ts'
import { defineOperation } from '../operation.ts'
import { receiveFile } from '../submissions/receive-file.ts'
import { releaseToKeep } from './dataset-access.ts'
import { releaseView, showRelease } from './dataset-view.ts'
import { releaseState } from './release-state.ts'

/** Which tables an organiser sends; `images` is an archive of the image folder. */
export const SOURCE_TABLES = [
  'table',
  'train',
  'test',
  'records',
  'left',
  'right',
  'train_pairs',
  'test_pairs',
  'pairs',
  'images',
] as const

export const uploadTable = defineOperation({
  name: 'uploadTable',
  method: 'PUT',
  path: '/releases/{release}/tables/{table}',
  tag: 'datasets',
  summary: 'Upload one table of a release, or its images',
  description:
    'A table is CSV, TSV, Parquet, Arrow IPC (Feather) or JSON Lines, plain, .gz, .zst or alone in a zip; `images` is one zip or tar (plain, .gz or .zst) of the image folder. What a file is follows from its content. Classification: `train` and `test` with the label in both, or one `table` to be split. Matching: `records`, or `left` and `right`, with `train_pairs` and `test_pairs`, or with one table `pairs` to be split. The labels of test rows are withheld when the release is built. Sending a table again replaces it. Large files are better sent in pieces that survive a cut: /api/v1/uploads speaks tus 1.0.0 with the metadata `release`, `table` and `filename`.',
  access: 'organiser',
  scope: 'organise',
  takesFile: true,
  input: z.object({
    release: z.string(),
    table: z.enum(SOURCE_TABLES),
    filename: z.string().max(255).optional(),
  }),
  output: releaseView,
  errors: ['conflict', 'body_too_large', 'upload_incomplete', 'file_rejected'],
  async run(actor, { release, table, filename }, { file }) {
    if (!file) throw new GrandstandError('invalid_input', 'There is no file; send it as the body.')
    const { userId } = requirePerson(actor)
    requireCollecting((await releaseToKeep(actor, release)).status)
    const id = newId('upl')
    const blobKey = `uploads/${id}`
    const stored = await receiveFile(file, blobKey, settings().datasetMaxBytes)
    const replaced = await transaction(async (tx) => {
      await lockRelease(tx, release)
      requireCollecting((await releaseToKeep(actor, release, tx)).status)
      const before = await tx.upload.findMany({ where: { releaseId: release, table } })
      await tx.upload.deleteMany({ where: { releaseId: release, table } })
      const fields = { filename: (filename ?? file.filename).slice(0, 255), sha256: stored.sha256, blobKey }
      const sizeBytes = BigInt(stored.sizeBytes)
      await tx.upload.create({ data: { id, userId, releaseId: release, table, sizeBytes, ...fields } })
      await tx.release.update({ where: { id: release }, data: { status: 'collecting' } })
      return before
    })
    for (const upload of replaced) await blobs().delete(upload.blobKey)
    return showRelease((await findRelease(database(), release))!, actor)
  },
})

/** Passes while the tables of a release may still change. */
export function requireCollecting(status: ReleaseRecord['status']): void {
  if (['collecting', 'proposed', 'failed'].includes(status)) return
  throw new GrandstandError(
    'conflict',
    `${releaseState(status)}; its tables cannot be changed now. A finished release never changes: begin a new one.`,
  )
}
