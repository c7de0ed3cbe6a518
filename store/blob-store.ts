import type { Readable } from 'node:stream'

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
