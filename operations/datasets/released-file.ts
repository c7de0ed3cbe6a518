import { buffer } from 'node:stream/consumers'
import { GrandstandError } from '#core/errors.ts'
import type { RangedFile } from '#datasets/explore/released-table.ts'
import { parseSchema, type TableSchema } from '#datasets/schema.ts'
import { blobs } from '#store/blobs.ts'
import type { ReleaseRecord } from '#store/datasets.ts'

/** A table of a release with the Parquet file that holds it. */
export interface ReleasedTableFile {
  table: TableSchema
  file: RangedFile
}

/** A table of a release. Throws `not_found` with the names of those there are. */
export function tableOf(release: ReleaseRecord, name: string): ReleasedTableFile {
  const tables = release.schema ? parseSchema(release.schema).tables : []
  const table = tables.find((one) => one.name === name)
  const stored = release.files.find((one) => one.table === name && one.format === 'parquet')
  if (!table || !stored) {
    const known = tables.map((one) => one.name).join(', ')
    throw new GrandstandError('not_found', `The release has no table ${name}; it has ${known || 'none yet'}.`)
  }
  return { table, file: rangedFile(stored) }
}

/** A stored file of a release, to be read in parts. */
export function rangedFile({ blobKey, sizeBytes }: { blobKey: string; sizeBytes: bigint }): RangedFile {
  return {
    sizeBytes: Number(sizeBytes),
    async read(start, end) {
      if (end <= start) return new Uint8Array()
      return buffer(await blobs().get(blobKey, { start, end: end - 1 }))
    },
  }
}
