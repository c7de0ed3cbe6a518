import type { BlobStore } from './blob-store.ts'
import { openBlobStore } from './blobs.ts'

let opened: BlobStore | undefined

/** The withheld answers. Only the worker's code may import this file; the import rules hold the web process off. */
export function vault(): BlobStore {
  opened ??= openBlobStore('vault')
  return opened
}
