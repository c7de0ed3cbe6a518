import type { BlobStore } from './blob-store.ts'
import { openBlobStore } from './open-blob-store.ts'
import { settings } from './settings.ts'

let opened: BlobStore | undefined

/** The withheld answers. Only the worker's code may import this file; the import rules hold the web process off. */
export function vault(): BlobStore {
  opened ??= openBlobStore('vault', settings())
  return opened
}
