import { constants, crc32, zstdCompressSync } from 'node:zlib'
import type { ColumnChunk, ColumnMetaData, Encoding, PageHeader } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { snappyCompress } from 'hyparquet-writer/src/snappy.js'
import { ByteBuffer } from '../byte-buffer.ts'
import type { OutputFile } from '../output-file.ts'
import type { StringColumn, TypedColumn } from '../typed-batch.ts'
import { appendHybrid } from './append-hybrid.ts'
import type { ChunkBuffer } from './chunk-buffer.ts'
import { chunkStatistics } from './chunk-statistics.ts'
import { physicalType } from './schema-elements.ts'
import { buildDictionary, type StringDictionary } from './string-dictionary.ts'

/** `zstd` is what a release holds; `snappy` is for readers that know nothing newer. */
export type ParquetCodec = 'zstd' | 'snappy'

const PAGE_BYTES = 1 << 20
/** The same bytes have two names: Parquet 1 readers know only the older. */
const DICTIONARY_ENCODING: Record<ParquetCodec, Encoding> = {
  zstd: 'RLE_DICTIONARY',
  snappy: 'PLAIN_DICTIONARY',
}

function compress(codec: ParquetCodec, bytes: Uint8Array): Uint8Array {
  if (codec === 'snappy') return snappyCompress(bytes)
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
}

function appendString(out: ByteBuffer, { bytes, starts, ends }: StringColumn, row: number): void {
  out.appendUint32(ends[row] - starts[row])
  out.append(bytes, starts[row], ends[row])
}

/** Appends the PLAIN form of rows [from, to) that are not null: little-endian, as the column holds them. */
function appendPlain(out: ByteBuffer, column: TypedColumn, from: number, to: number): void {
  const { nulls } = column
  if (column.type === 'string') {
    for (let row = from; row < to; row++) if (!nulls[row]) appendString(out, column, row)
    return
  }
  if (column.type === 'boolean') {
    appendBooleans(out, column.values, nulls, from, to)
    return
  }
  const { values } = column
  const size = values.BYTES_PER_ELEMENT
  const own = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  // runs of rows without a null between them are copied as they are
  for (let row = from; row < to; ) {
    const next = nulls.indexOf(1, row)
    const end = next < 0 || next > to ? to : next
    out.append(own, row * size, end * size)
    row = end + 1
  }
}

function appendBooleans(
  out: ByteBuffer,
  values: Uint8Array,
  nulls: Uint8Array,
  from: number,
  to: number,
): void {
  let byte = 0
  let bits = 0
  for (let row = from; row < to; row++) {
    if (nulls[row]) continue
    byte |= values[row] << bits
    if (++bits < 8) continue
    out.appendByte(byte)
    byte = 0
    bits = 0
  }
  if (bits > 0) out.appendByte(byte)
}

function appendLevels(out: ByteBuffer, nulls: Uint8Array, from: number, to: number): void {
  const levels = new ByteBuffer(((to - from) >> 3) + 16)
  const present = new Uint32Array(to - from)
  for (let i = 0; i < present.length; i++) present[i] = 1 - nulls[from + i]
  appendHybrid(levels, present, 0, present.length, 1)
  out.appendUint32(levels.length)
  out.append(levels.view())
}

/** Row ranges of about a MiB of plain values each. */
function pageRanges(column: TypedColumn, rows: number): [number, number][] {
  const ranges: [number, number][] = []
  let from = 0
  let size = 0
  for (let row = 0; row < rows; row++) {
    size += column.type === 'string' ? column.ends[row] - column.starts[row] + 4 : 8
    if (size < PAGE_BYTES && row < rows - 1) continue
    ranges.push([from, row + 1])
    from = row + 1
    size = 0
  }
  return ranges
}

class ChunkEncoder {
  uncompressedSize = 0
  readonly #file: OutputFile
  readonly #codec: ParquetCodec

  constructor(file: OutputFile, codec: ParquetCodec) {
    this.#file = file
    this.#codec = codec
  }

  #writePage(
    body: Uint8Array,
    header: Omit<PageHeader, 'compressed_page_size' | 'uncompressed_page_size'>,
  ): void {
    const packed = compress(this.#codec, body)
    const bytes = new ByteWriter()
    writePageHeader(bytes, {
      ...header,
      uncompressed_page_size: body.length,
      compressed_page_size: packed.length,
      crc: crc32(packed) | 0, // Thrift has no unsigned 32-bit integer
    })
    this.#file.write(bytes.getBytes())
    this.#file.write(packed)
    this.uncompressedSize += bytes.offset + body.length
  }

  writeDictionary(column: StringColumn, { firstRows }: StringDictionary): void {
    const body = new ByteBuffer(1 << 12)
    for (const row of firstRows) appendString(body, column, row)
    this.#writePage(body.view(), {
      type: 'DICTIONARY_PAGE',
      dictionary_page_header: { num_values: firstRows.length, encoding: 'PLAIN' },
    })
  }

  writeRows(chunk: ChunkBuffer, dictionary: StringDictionary | undefined): void {
    const { column, rows, schema } = chunk
    const body = new ByteBuffer(1 << 12)
    let value = 0
    for (const [from, to] of pageRanges(column, rows)) {
      body.clear()
      if (schema.nullable) appendLevels(body, column.nulls, from, to)
      if (dictionary) {
        const start = value
        for (let row = from; row < to; row++) if (!column.nulls[row]) value++
        appendIndexes(body, dictionary, start, value)
      } else appendPlain(body, column, from, to)
      this.#writePage(body.view(), {
        type: 'DATA_PAGE',
        data_page_header: {
          num_values: to - from,
          encoding: dictionary ? DICTIONARY_ENCODING[this.#codec] : 'PLAIN',
          definition_level_encoding: 'RLE',
          repetition_level_encoding: 'RLE',
        },
      })
    }
  }
}

function appendIndexes(
  out: ByteBuffer,
  { firstRows, indexes }: StringDictionary,
  from: number,
  to: number,
): void {
  const bitWidth = Math.max(1, Math.ceil(Math.log2(firstRows.length)))
  out.appendByte(bitWidth)
  appendHybrid(out, indexes, from, to, bitWidth)
}

/** Writes one column of a row group (version 1 data pages with checksums) and returns its footer entry. */
export function encodeChunk(chunk: ChunkBuffer, codec: ParquetCodec, file: OutputFile): ColumnChunk {
  const column = chunk.seal()
  const start = file.offset
  const encoder = new ChunkEncoder(file, codec)
  const dictionary =
    column.type === 'string'
      ? buildDictionary(column, chunk.rows, chunk.schema.modality === 'categorical')
      : undefined
  if (dictionary && column.type === 'string') encoder.writeDictionary(column, dictionary)
  const dataStart = file.offset
  encoder.writeRows(chunk, dictionary)
  const encodings: Encoding[] = dictionary ? ['PLAIN', 'RLE', DICTIONARY_ENCODING[codec]] : ['PLAIN', 'RLE']
  const meta: ColumnMetaData = {
    type: physicalType(chunk.schema.type),
    encodings,
    path_in_schema: [chunk.schema.name],
    codec: codec === 'zstd' ? 'ZSTD' : 'SNAPPY',
    num_values: BigInt(chunk.rows),
    total_uncompressed_size: BigInt(encoder.uncompressedSize),
    total_compressed_size: BigInt(file.offset - start),
    data_page_offset: BigInt(dataStart),
    dictionary_page_offset: dictionary ? BigInt(start) : undefined,
    statistics: chunkStatistics(column, chunk.rows, dictionary?.firstRows),
  }
  return { file_offset: BigInt(start), meta_data: meta }
}
