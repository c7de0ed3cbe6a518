import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GrandstandError } from '#core/errors.ts'
import type { BlobStore } from './blob-store.ts'
import { digesting } from './digesting.ts'

const KEY = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]*(\/[a-zA-Z0-9_][a-zA-Z0-9_.-]*)*$/

/** Blobs as files below one folder. A file appears under its name only when it is complete. */
export function folderBlobStore(folder: string): BlobStore {
  const pathOf = (key: string) => {
    if (!KEY.test(key)) throw new Error(`not a blob key: ${JSON.stringify(key)}`)
    return join(folder, key)
  }
  return {
    async put(key, source) {
      const path = pathOf(key)
      const partial = `${path}.${randomUUID()}.partial`
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const digest = digesting()
      try {
        await pipeline(
          Readable.from(source),
          digest.transform,
          createWriteStream(partial, { mode: 0o600, flush: true }),
        )
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
      return digest.result()
    },
    async get(key, range) {
      const path = pathOf(key)
      await requireFile(path, key)
      return createReadStream(path, range)
    },
    async delete(key) {
      await rm(pathOf(key), { force: true })
    },
    async check() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
    },
  }
}

async function requireFile(path: string, key: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new GrandstandError('not_found', `The store holds nothing under ${key}.`)
}
