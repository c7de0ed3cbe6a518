import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { findReleaseFile } from '#store/datasets.ts'
import { contentTypeOf, fileAnswer } from '../file-answer.ts'
import { defineOperation } from '../operation.ts'
import { archivedImage } from './archived-image.ts'
import { visibleRelease } from './dataset-access.ts'
import { requireFiles } from './dataset-view.ts'

export const getReleaseFile = defineOperation({
  name: 'getReleaseFile',
  method: 'GET',
  path: '/releases/{release}/files/{path}',
  tag: 'datasets',
  summary: 'Download a file of a release',
  access: 'anyone',
  scope: 'read',
  givesFile: true,
  input: z.object({ release: z.string(), path: pathParameter() }),
  output: fileAnswer,
  errors: ['withdrawn', 'terms_not_accepted'],
  async run(actor, { release, path }) {
    const record = await visibleRelease(actor, release)
    requireFiles(record)
    const file = await findReleaseFile(database(), record.id, path)
    if (!file) {
      const image = await archivedImage(record, path)
      if (image) return image
      const known = record.files.flatMap((one) => (one.format === 'image' ? [] : one.path))
      throw new GrandstandError('not_found', `The release has no file ${path}; it has ${known.join(', ')}.`)
    }
    return {
      stream: await blobs().get(file.blobKey),
      filename: path.slice(path.lastIndexOf('/') + 1),
      contentType: contentTypeOf(path),
      sizeBytes: Number(file.sizeBytes),
      sha256: file.sha256,
      immutable: true,
    }
  },
})

/** A path below something: one string, or the list of parts that a catch-all route delivers. */
function pathParameter() {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((path) => (Array.isArray(path) ? path.join('/') : path))
}
