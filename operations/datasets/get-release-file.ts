import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { findReleaseFile } from '#store/datasets.ts'
import { contentTypeOf, fileAnswer } from '../file-answer.ts'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-view.ts'

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
  async run(actor, { release, path }) {
    const record = await visibleRelease(actor, release)
    const file = await findReleaseFile(database(), record.id, path)
    if (!file) {
      const known = record.files.map((one) => one.path)
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
