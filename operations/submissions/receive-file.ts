import { PassThrough, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GrandstandError } from '#core/errors.ts'
import { blobs, type StoredBlob } from '#store/blob-store.ts'
import type { IncomingFile } from '../operation.ts'

/**
 * Streams an incoming file to the store under `key`, holding one chunk in memory.
 *
 * @throws body_too_large beyond `maxBytes`, `upload_incomplete` when the sender falls away or sends fewer bytes than
 *   declared, `file_rejected` when the file is empty. Nothing remains in the store then.
 */
export async function receiveFile(file: IncomingFile, key: string, maxBytes: number): Promise<StoredBlob> {
  if (file.declaredBytes !== undefined && file.declaredBytes > maxBytes)
    throw tooLarge(maxBytes, file.declaredBytes)
  const counted = limiter(maxBytes)
  const body = new PassThrough()
  const storing = blobs().put(key, body)
  const flowing = pipeline(file.stream, counted, body)
  const [stored, flowed] = await Promise.allSettled([storing, flowing])
  if (flowed.status === 'rejected') throw await given(key, flowed.reason)
  if (stored.status === 'rejected') throw stored.reason
  const { sizeBytes } = stored.value
  if (file.declaredBytes !== undefined && sizeBytes !== file.declaredBytes) {
    throw await given(key, new Error(`got ${sizeBytes} of ${file.declaredBytes} bytes`))
  }
  if (sizeBytes === 0) {
    await blobs().delete(key)
    const problems = [{ code: 'empty_file', message: 'The file has no bytes. Send a CSV or Parquet file.' }]
    throw new GrandstandError('file_rejected', 'The file is empty.', { problems })
  }
  return stored.value
}

function limiter(maxBytes: number): Transform {
  let sizeBytes = 0
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      sizeBytes += chunk.length
      if (sizeBytes > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
}

function tooLarge(maxBytes: number, declared?: number): GrandstandError {
  const found =
    declared === undefined ? 'The file is larger' : `The file has ${declared} bytes, which is more`
  return new GrandstandError(
    'body_too_large',
    `${found} than the limit of ${maxBytes} bytes (${Math.floor(maxBytes / 1_048_576)} MiB). Parquet or a .zst or .gz file of the same rows is smaller.`,
  )
}

/** Removes what was stored and names the fault: ours as it is, everything else as a cut connection. */
async function given(key: string, reason: unknown): Promise<unknown> {
  await blobs().delete(key)
  if (reason instanceof GrandstandError) return reason
  return new GrandstandError(
    'upload_incomplete',
    'The connection ended before the file was complete. Nothing was kept and no quota was used; send it again.',
    { cause: reason },
  )
}
