import { join } from 'node:path'
import type { BlobStore } from './blob-store.ts'
import { folderBlobStore } from './folder-blob-store.ts'
import { s3BlobStore } from './s3-blob-store.ts'
import { settings } from './settings.ts'

let opened: BlobStore | undefined

/** The store for everything that a person may be handed: uploads, submissions, released files. */
export function blobs(): BlobStore {
  opened ??= openBlobStore('blobs')
  return opened
}

/** Opens the object store the operator configured; `vault` is the part that holds withheld answers. */
export function openBlobStore(part: 'blobs' | 'vault'): BlobStore {
  const { store, dataFolder } = settings()
  if (store.kind === 'folder') return folderBlobStore(join(dataFolder, part))
  return s3BlobStore(store, part === 'vault' ? store.vaultBucket : store.bucket)
}
