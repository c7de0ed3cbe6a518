import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { folderBlobStore } from './folder-blob-store.ts'
import { s3BlobStore } from './s3-blob-store.ts'
import { settings } from './settings.ts'

export interface StoredBlob {
  sizeBytes: number
  /** Lower-case hexadecimal. */
  sha256: string
}

/** Whole files under keys such as `submissions/sub_01…`. A key holds a complete file or nothing. */
export interface BlobStore {
  /** Stores what the source delivers; when the source fails, nothing remains under the key. */
  put(key: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredBlob>
  /** Streams a file, or part of it (`end` inclusive); throws `not_found` when the key holds nothing. */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>
  /** Removes a file; absent keys are fine. */
  delete(key: string): Promise<void>
  /** Whether the store answers; throws with the reason when it does not. */
  check(): Promise<void>
}

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
