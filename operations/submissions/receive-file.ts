import { GrandstandError } from '#core/errors.ts'
import type { StoredBlob } from '#store/blob-store.ts'
import { blobs } from '#store/blobs.ts'
import type { IncomingFile } from '../operation.ts'

/**
 * Streams an incoming file to the store under `key`, holding one chunk in memory.
 *
 * @throws body_too_large beyond `maxBytes`, `upload_incomplete` when the sender falls away or sends fewer bytes than
 *   declared, `file_rejected` when the file is empty; the store's own error when the store fails. Nothing remains in
 *   the store then.
 */
export async function receiveFile(file: IncomingFile, key: string, maxBytes: number): Promise<StoredBlob> {
  if (file.declaredBytes !== undefined && file.declaredBytes > maxBytes) {
    throw tooLarge(maxBytes, file.declaredBytes)
  }
  const incoming = new Incoming(file, maxBytes)
  try {
    return await blobs().put(key, incoming.chunks())
  } catch (error) {
    await blobs().delete(key)
    // stores wrap what their source throws; what the source threw says whose fault it is
    throw incoming.failure ?? error
  } finally {
    file.stream.destroy()
  }
}

/** The bytes of a sender, checked as they pass. */
class Incoming {
  /** What was wrong with what was sent, if anything was. */
  failure?: GrandstandError
  readonly #file: IncomingFile
  readonly #maxBytes: number

  constructor(file: IncomingFile, maxBytes: number) {
    this.#file = file
    this.#maxBytes = maxBytes
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    let sizeBytes = 0
    const { stream, declaredBytes } = this.#file
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        sizeBytes += chunk.length
        if (sizeBytes > this.#maxBytes) throw tooLarge(this.#maxBytes)
        yield chunk
      }
    } catch (error) {
      throw this.#fail(error instanceof GrandstandError ? error : incomplete(error))
    }
    if (declaredBytes !== undefined && sizeBytes < declaredBytes) {
      throw this.#fail(incomplete(new Error(`got ${sizeBytes} of ${declaredBytes} bytes`)))
    }
    if (sizeBytes === 0) throw this.#fail(empty())
  }

  #fail(failure: GrandstandError): GrandstandError {
    this.failure = failure
    return failure
  }
}

function tooLarge(maxBytes: number, declaredBytes?: number): GrandstandError {
  const found =
    declaredBytes === undefined ? 'The file is larger' : `The file has ${declaredBytes} bytes, which is more`
  return new GrandstandError(
    'body_too_large',
    `${found} than the limit of ${maxBytes} bytes (${sizeText(maxBytes)}). Parquet or a .zst or .gz file of the same rows is smaller.`,
  )
}

function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.floor(bytes / 1_024)} KiB` : `${Math.floor(bytes / 1_048_576)} MiB`
}

function incomplete(cause: unknown): GrandstandError {
  return new GrandstandError(
    'upload_incomplete',
    'The connection ended before the file was complete. Nothing was kept and no quota was used; send it again.',
    { cause },
  )
}

function empty(): GrandstandError {
  const message = 'The file has no bytes. Send a CSV or Parquet file.'
  return new GrandstandError('file_rejected', 'The file is empty.', {
    problems: [{ code: 'empty_file', message }],
  })
}
