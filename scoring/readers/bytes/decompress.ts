/** Whole-file compression around a table: gzip, zstd and deflate (the one that zip uses). */
import { Readable } from 'node:stream'
import { createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText } from '../reject.ts'
import { type Feed, streamFeed } from './feed.ts'

export type Compression = 'gzip' | 'zstd' | 'deflate'

const CHUNK = 256 * 1024

/** The decompressed bytes of a feed, refused as soon as they exceed the limit. */
export function decompressedFeed(inner: Feed, compression: Compression, limits: ReadLimits): Feed {
  const input = Readable.from(chunksOf(inner), { objectMode: false })
  const engine = makeEngine(compression)
  input.on('error', (error) => engine.destroy(error))
  input.pipe(engine)
  return streamFeed(guarded(engine, compression, limits), () => {
    engine.destroy()
    input.destroy()
    inner.close()
  })
}

function makeEngine(compression: Compression) {
  if (compression === 'gzip') return createGunzip({ chunkSize: CHUNK })
  if (compression === 'zstd') return createZstdDecompress({ chunkSize: CHUNK })
  return createInflateRaw({ chunkSize: CHUNK })
}

async function* chunksOf(feed: Feed): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(CHUNK)
    const n = await feed.read(chunk, 0)
    if (n === 0) return
    yield chunk.subarray(0, n)
  }
}

async function* guarded(engine: AsyncIterable<Uint8Array>, compression: Compression, limits: ReadLimits) {
  let total = 0
  try {
    for await (const chunk of engine) {
      total += chunk.length
      if (total > limits.decompressedBytes) break
      yield chunk
    }
  } catch (error) {
    throw rejectFile(
      {
        code: 'corrupt_compression',
        message: `The ${compression} data cannot be decompressed: it is damaged or cut off. Compress and send the file again.`,
      },
      error,
    )
  }
  if (total > limits.decompressedBytes) throw tooLarge(limits.decompressedBytes)
}

/** The rejection of whatever decompresses to more than is allowed. */
export function tooLarge(limitBytes: number) {
  return rejectFile({
    code: 'decompressed_too_large',
    message: `The file decompresses to more than ${sizeText(limitBytes)}, which is the limit. Send a smaller file.`,
  })
}
