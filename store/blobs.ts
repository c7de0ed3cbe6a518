import type { BlobStore } from './blob-store.ts'
import { openBlobStore } from './open-blob-store.ts'
import { settings } from './settings.ts'

let opened: BlobStore | undefined

/** The store for everything that a person may be handed: uploads, submissions, released files. */
export function blobs(): BlobStore {
  opened ??= openBlobStore('blobs', settings())
  return opened
}
