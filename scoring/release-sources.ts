import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageHeader } from '#datasets/image-header.ts'
import type { InputTable } from '#datasets/infer-schema.ts'
import { blobs } from '#store/blobs.ts'
import type { ReleaseRecord } from '#store/datasets.ts'
import { fetchBlob } from './fetch-blob.ts'
import { neutralFolder } from './sandbox/neutral-folder.ts'
import { unpackImagesInSandbox } from './tables/unpack-in-sandbox.ts'

export interface ReleaseSources {
  /** Working folder of this job, removed after it. */
  folder: string
  tables: InputTable[]
  imagesFolder?: string
  /** What the header of each image says, by its path below the folder. */
  imageHeaders?: ReadonlyMap<string, ImageHeader | string>
}

/** Fetches what the organiser uploaded, lends it to `work`, and removes it. Images are unpacked only on request. */
export async function withReleaseSources<T>(
  { sources }: ReleaseRecord,
  unpack: boolean,
  work: (lent: ReleaseSources) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(neutralFolder(), 'release-'))
  try {
    const tables: InputTable[] = []
    let imagesFolder: string | undefined
    let imageHeaders: ReleaseSources['imageHeaders']
    for (const source of sources) {
      if (source.table === 'images' && !unpack) continue
      const path = join(folder, source.table)
      await fetchBlob(blobs(), source.blobKey, source.sha256, path)
      if (source.table === 'images') {
        imagesFolder = join(folder, 'unpacked')
        imageHeaders = await unpackImagesInSandbox(path, imagesFolder)
      } else tables.push({ name: source.table, path })
    }
    return await work({ folder, tables, imagesFolder, imageHeaders })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
