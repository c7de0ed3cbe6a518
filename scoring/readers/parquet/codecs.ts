/** Decompression of Parquet pages. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { rejectFile } from '../reject.ts'
import { hadoopLz4Decompress, lz4Decompress } from './lz4.ts'
import { snappyDecompress } from './snappy.ts'

/** Fills all of `output`; false where the input is not exactly that many bytes, compressed. */
type Decompress = (input: Uint8Array, output: Uint8Array) => boolean

/** By the codec's number in the format; LZO (3) is written by nobody. */
const CODECS: Readonly<Record<number, readonly [string, Decompress]>> = {
  0: ['uncompressed', copy],
  1: ['snappy', snappyDecompress],
  2: ['gzip', (input, output) => move(gunzipSync(input, sized(output.length)), output)],
  4: ['brotli', (input, output) => move(brotliDecompressSync(input, sized(output.length)), output)],
  5: ['lz4', (input, output) => hadoopLz4Decompress(input, output) || lz4Decompress(input, output)],
  6: ['zstd', (input, output) => move(zstdDecompressSync(input, sized(output.length)), output)],
  7: ['lz4_raw', lz4Decompress],
}

/** Rejects a codec that is not known, before any page is read. */
export function requireCodec(codec: number, column: string): void {
  if (Object.hasOwn(CODECS, codec)) return
  const message = `The compression with the number ${codec} is not supported. Write the file with zstd or snappy.`
  throw rejectFile({ column, code: 'unsupported_codec', message })
}

/** Decompresses a page, which must fill `output` to its last byte. The codec must be known. */
export function decompressPage(input: Uint8Array, codec: number, output: Uint8Array, column: string): void {
  const [name, decompress] = CODECS[codec]
  let isFull: boolean
  try {
    isFull = decompress(input, output)
  } catch (error) {
    throw badPage(column, name, error)
  }
  if (!isFull) throw badPage(column, name)
}

/** One output buffer with room for one byte more: an exact one would be followed by a second, for nothing. */
function sized(size: number) {
  return { maxOutputLength: size + 1, chunkSize: Math.max(64, size + 1) }
}

function copy(input: Uint8Array, output: Uint8Array): boolean {
  if (input.length !== output.length) return false
  output.set(input)
  return true
}

/** Copies what zlib made and frees it at once: hundreds of pages that wait for a garbage collection are much memory. */
function move(made: Buffer, output: Uint8Array): boolean {
  const isFull = copy(made, output)
  // smaller buffers can be parts of Node's shared pool
  if (made.buffer instanceof ArrayBuffer && made.length > Buffer.poolSize) made.buffer.transfer(0)
  return isFull
}

function badPage(column: string, codec: string, cause?: unknown) {
  const message = `A page cannot be decompressed (${codec}), or not to the declared size. Write the file again.`
  return rejectFile({ column, code: 'corrupt_page', message }, cause)
}
