import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import type { StoredBlob } from './blob-store.ts'

/** A pass-through stream that counts and hashes what flows by; `result()` once it has ended. */
export function digesting(): { transform: Transform; result: () => StoredBlob } {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const transform = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      done(null, chunk)
    },
  })
  return { transform, result: () => ({ sizeBytes, sha256: hash.digest('hex') }) }
}
