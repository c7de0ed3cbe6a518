/** A process that reads Parquet with hyparquet, which is JavaScript and ends in an exception at worst. */
import { readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { type Answer, answerLines, type Cell } from './answer.ts'

const most = (outputLength: number) => ({ maxOutputLength: Math.max(1, outputLength) })
const compressors = {
  GZIP: (input: Uint8Array, length: number) => gunzipSync(input, most(length)),
  BROTLI: (input: Uint8Array, length: number) => brotliDecompressSync(input, most(length)),
  ZSTD: (input: Uint8Array, length: number) => zstdDecompressSync(input, most(length)),
}

function textOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString()
  return String(value)
}

async function read(path: string): Promise<Answer> {
  try {
    const bytes = readFileSync(path)
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
    const metadata = await parquetMetadataAsync(file)
    if (metadata.num_rows > 100_000n) return { refused: 'too many rows' }
    const elements = parquetSchema(metadata).children.map(({ element }) => element)
    const isUnscaled = elements.some(
      ({ logical_type, converted_type }) => logical_type?.type === 'DECIMAL' && converted_type !== 'DECIMAL',
    )
    if (isUnscaled)
      return { refused: 'a decimal by the newer annotation alone, which hyparquet leaves unscaled' }
    const columns = elements.map(({ name }) => name)
    const objects = await parquetReadObjects({ file, metadata, compressors })
    const rows = objects.map((object) => columns.map((name) => textOf(object[name])))
    return { read: { columns, rows, kinds: columns.map(() => 'loose') } }
  } catch (error) {
    return { refused: String(error).slice(0, 300) }
  }
}

await answerLines(read)
