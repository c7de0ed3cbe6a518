/** A table of a release that arrives in pieces (tus): who may send it, and what it becomes when it is complete. */
import { z } from 'zod'
import { type Actor, requireAccess, requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { PartialUploads } from '#store/partial-uploads.ts'
import { settings } from '#store/settings.ts'
import { parseInput } from '../parse-input.ts'
import { releaseToKeep } from './dataset-access.ts'
import { requireCollecting, SOURCE_TABLES, uploadTable } from './upload-table.ts'

const metadataSchema = z.object({
  release: z.string(),
  table: z.enum(SOURCE_TABLES),
  filename: z.string().max(255).default('upload'),
})

const uploads = new PartialUploads()

/** Where pieces are kept, for the tus server. */
export function partialUploads(): PartialUploads {
  return uploads
}

export function newUploadId(): string {
  return newId('upl')
}

/** Bytes that one table may have. */
export function tableMaxBytes(): number {
  return settings().datasetMaxBytes
}

/**
 * Admits a new upload and returns what is noted of it: the release, the table, and whose it is.
 *
 * @throws GrandstandError as `uploadTable` would for the same table
 */
export async function admitUpload(
  actor: Actor,
  metadata: Record<string, string | null> | undefined,
): Promise<Record<string, string>> {
  requireAccess(actor, uploadTable.access, uploadTable.scope)
  const { release, table, filename } = parseInput(metadataSchema, metadata ?? {})
  requireCollecting((await releaseToKeep(actor, release)).status)
  await uploads.deleteExpired()
  return { release, table, filename, owner: requirePerson(actor).userId }
}

/** Passes when the upload is the actor's own; for others it is not there. */
export async function requireOwnUpload(actor: Actor, id: string): Promise<void> {
  requireAccess(actor, uploadTable.access, uploadTable.scope)
  const upload = await uploads.getUpload(id).catch(() => undefined)
  if (upload?.metadata?.owner === requirePerson(actor).userId) return
  throw new GrandstandError(
    'not_found',
    `There is no upload ${id} of yours; it may have expired. Begin again.`,
  )
}

/**
 * Makes a complete upload a table of its release. It may be called again until it succeeds: the bytes stay until then.
 *
 * @throws GrandstandError as `uploadTable` does
 */
export async function finishUpload(actor: Actor, id: string): Promise<void> {
  if (!(await uploads.isComplete(id))) return
  const { metadata, size } = await uploads.getUpload(id)
  const { release, table, filename } = metadataSchema.parse(metadata)
  const file = { filename, stream: uploads.read(id), declaredBytes: size }
  await uploadTable.call(actor, { release, table }, { file })
  await uploads.finish(id)
}
