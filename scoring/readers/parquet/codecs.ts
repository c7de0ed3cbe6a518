/** Decompression of Parquet pages. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { rejectFile } from '../reject.ts'
import { hadoopLz4Decompress, lz4Decompress } from './lz4.ts'
import { snappyDecompress } from './snappy.ts'

type Decompress = (input: Uint8Array, size: number) => Uint8Array | undefined

/** By the codec's number in the format; LZO (3) is written by nobody. */
const CODECS: Readonly<Record<number, readonly [string, Decompress]>> = {
  1: ['snappy', snappyDecompress],
  2: ['gzip', (input, size) => gunzipSync(input, { maxOutputLength: Math.max(1, size) })],
  4: ['brotli', (input, size) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, size) })],
  5: ['lz4', (input, size) => hadoopLz4Decompress(input, size) ?? lz4Decompress(input, size)],
  6: ['zstd', (input, size) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, size) })],
  7: ['lz4_raw', lz4Decompress],
}

/** Rejects a codec that is not known, before any page is read. */
export function requireCodec(codec: number, column: string): void {
  if (codec === 0 || Object.hasOwn(CODECS, codec)) return
  const message = `The compression with the number ${codec} is not supported. Write the file with zstd or snappy.`
  throw rejectFile({ column, code: 'unsupported_codec', message })
}

/** A page's bytes, exactly `size` of them and the caller's to keep. */
export function decompressPage(input: Uint8Array, codec: number, size: number, column: string): Uint8Array {
  if (codec === 0) {
    if (input.length !== size) throw badPage(column, 'uncompressed')
    return Uint8Array.from(input)
  }
  const [name, decompress] = CODECS[codec]
  let output: Uint8Array | undefined
  try {
    output = decompress(input, size)
  } catch (error) {
    throw badPage(column, name, error)
  }
  if (output?.length !== size) throw badPage(column, name)
  return output
}

function badPage(column: string, codec: string, cause?: unknown) {
  const message = `A page cannot be decompressed (${codec}), or not to the declared size. Write the file again.`
  return rejectFile({ column, code: 'corrupt_page', message }, cause)
}
