/** Whole-file compression around a table: gzip, zstd and deflate (the one that zip uses). */
import { type Duplex, Readable } from 'node:stream'
import { createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib'
import { GrandstandError } from '#core/errors.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText } from '../reject.ts'
import { type Feed, streamFeed } from './feed.ts'
import { ZstdFrames } from './zstd-frames.ts'

export type Compression = 'gzip' | 'zstd' | 'deflate'

const CHUNK = 256 * 1024
const MIB = 1024 * 1024

/** The decompressed bytes of a feed, refused as soon as they exceed the limit. */
export function decompressedFeed(inner: Feed, compression: Compression, limits: ReadLimits): Feed {
  const given: Given = { bytes: 0, used: 0 }
  const engines =
    compression === 'zstd'
      ? zstdEngines(countedChunks(inner, given))
      : oneEngine(compression === 'gzip' ? createGunzip : createInflateRaw, countedChunks(inner, given))
  return streamFeed(guarded(engines, compression, limits, given), () => inner.close())
}

/** What went into the engines. */
interface Given {
  bytes: number
  /** Up to the last byte that is not 0: archivers may fill up the end of a gzip file with zeros. */
  used: number
}

async function* countedChunks(feed: Feed, given: Given): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = new Uint8Array(CHUNK)
    const n = await feed.read(chunk, 0)
    if (n === 0) return
    let used = n
    while (used > 0 && chunk[used - 1] === 0) used--
    if (used > 0) given.used = given.bytes + used
    given.bytes += n
    yield chunk.subarray(0, n)
  }
}

type Engine = Duplex & { bytesWritten: number }

/** Passes bytes through an engine; returns how many it took. */
async function* through(engine: Engine, input: AsyncIterable<Uint8Array>) {
  const source = Readable.from(input, { objectMode: false })
  source.on('error', (error) => engine.destroy(error))
  source.pipe(engine)
  try {
    yield* engine as AsyncIterable<Uint8Array>
    return engine.bytesWritten
  } finally {
    engine.destroy()
    source.destroy()
  }
}

function oneEngine(make: (options: { chunkSize: number }) => Engine, input: AsyncIterable<Uint8Array>) {
  return through(make({ chunkSize: CHUNK }), input)
}

/** Node decompresses the first frame and drops the others, so each gets an engine of its own. */
async function* zstdEngines(input: AsyncIterable<Uint8Array>) {
  const frames = new ZstdFrames(input[Symbol.asyncIterator]())
  let taken = 0
  while (await frames.next()) {
    if (frames.isSkippable) for await (const part of frames.present()) taken += part.length
    else taken += yield* through(createZstdDecompress({ chunkSize: CHUNK }), frames.present())
  }
  return taken
}

async function* guarded(
  engines: AsyncGenerator<Uint8Array, number>,
  compression: Compression,
  limits: ReadLimits,
  given: Given,
) {
  let total = 0
  let taken = 0
  try {
    for (;;) {
      const next = await engines.next()
      if (next.done) {
        taken = next.value
        break
      }
      total += next.value.length
      if (total > limits.decompressedBytes) throw tooLarge(limits.decompressedBytes)
      if (isBomb(total, given.bytes)) throw bomb(total, given.bytes)
      yield next.value
    }
  } catch (error) {
    if (error instanceof GrandstandError) throw error
    const isWide = error instanceof Error && 'code' in error && String(error.code).endsWith('_windowTooLarge')
    const wide = 'it needs more than 128 MiB of memory (zstd --long=28 and more)'
    throw corrupt(compression, isWide ? wide : 'it is damaged or cut off', error)
  } finally {
    await engines.return(0)
  }
  // the engine stops at a byte that begins no further member, and says nothing
  if (taken < given.used) throw corrupt(compression, 'other bytes follow its end')
}

function corrupt(compression: Compression, what: string, cause?: unknown) {
  const message = `The ${compression} data cannot be decompressed: ${what}. Compress and send the file again.`
  return rejectFile({ code: 'corrupt_compression', message }, cause)
}

/** Tables shrink to a tenth or, with much repetition, a hundredth; only bombs shrink to less than this. */
function isBomb(plainBytes: number, packedBytes: number): boolean {
  return plainBytes > 512 * MIB && plainBytes > 300 * packedBytes
}

function bomb(plainBytes: number, packedBytes: number) {
  const sizes = `${sizeText(packedBytes)} decompress to more than ${sizeText(plainBytes)}`
  const message = `${sizes}, which no real table does. Send the table uncompressed if it is one.`
  return rejectFile({ code: 'decompression_bomb', message })
}

/** The rejection of whatever decompresses to more than is allowed. */
export function tooLarge(limitBytes: number) {
  return rejectFile({
    code: 'decompressed_too_large',
    message: `The file decompresses to more than ${sizeText(limitBytes)}, which is the limit. Send a smaller file.`,
  })
}
