import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { BlobStore } from '#store/blob-store.ts'
import { digesting } from '#store/digesting.ts'

/**
 * Copies a stored file to a path and verifies its sha256 on the way. The file is readable by all, so that a sandbox can
 * be given a hard link; its folder must keep others out.
 *
 * @throws Error when the bytes are not the ones that were stored: a fault of the platform, never of the participant.
 */
export async function fetchBlob(store: BlobStore, key: string, sha256: string, path: string): Promise<void> {
  const digest = digesting()
  await pipeline(await store.get(key), digest.transform, createWriteStream(path, { mode: 0o644 }))
  const found = digest.result()
  if (found.sha256 !== sha256) {
    throw new Error(
      `${key} has sha256 ${found.sha256}, stored was ${sha256}: the object store returned other bytes`,
    )
  }
}
