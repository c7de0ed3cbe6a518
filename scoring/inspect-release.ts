import { database, transaction } from '#store/database.ts'
import { findRelease, lockRelease } from '#store/datasets.ts'
import { announce } from '#store/events.ts'
import { withReleaseSources } from './release-sources.ts'
import { inferInSandbox } from './tables/read-in-sandbox.ts'

/**
 * Reads the uploaded tables of a release and proposes a schema, with a reason for each column.
 *
 * @throws GrandstandError `file_rejected` when a table cannot be read.
 */
export async function inspectRelease(releaseId: string): Promise<void> {
  const release = await findRelease(database(), releaseId)
  if (release?.status !== 'inspecting') return
  const kind = release.dataset.kind === 'matching' ? 'matching' : 'classification'
  const schema = await withReleaseSources(release, false, ({ tables }) => inferInSandbox({ kind, tables }))
  await transaction(async (tx) => {
    await lockRelease(tx, releaseId)
    await tx.release.updateMany({
      where: { id: releaseId, status: 'inspecting' },
      data: { status: 'proposed', schema },
    })
    announce(tx, { kind: 'release', releaseId })
  })
}
