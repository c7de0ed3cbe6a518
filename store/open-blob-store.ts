import { join } from 'node:path'
import type { Configuration } from '#core/configuration.ts'
import type { BlobStore } from './blob-store.ts'
import { folderBlobStore } from './folder-blob-store.ts'
import { s3BlobStore } from './s3-blob-store.ts'

/**
 * Opens a part of the object store that the operator configured; `vault` is the part that holds withheld answers, with
 * credentials of its own where there are any. Only store/blobs.ts and store/vault.ts may import this.
 */
export function openBlobStore(
  part: 'blobs' | 'vault',
  { store, dataFolder }: Pick<Configuration, 'store' | 'dataFolder'>,
): BlobStore {
  if (store.kind === 'folder') return folderBlobStore(join(dataFolder, part))
  return part === 'vault' ? s3BlobStore({ ...store, ...store.vault }) : s3BlobStore(store)
}
