import type { ColumnChunk, ColumnMetaData, Encoding } from 'hyparquet'
import type { ByteBuffer } from '../byte-buffer.ts'
import type { OutputFile } from '../output-file.ts'
import { appendHybrid } from './append-hybrid.ts'
import { appendLevels } from './append-levels.ts'
import { appendPlain } from './append-plain.ts'
import type { ChunkBuffer } from './chunk-buffer.ts'
import { chunkMachine, type StringDictionary } from './chunk-machine.ts'
import { chunkStatistics, countNulls } from './chunk-statistics.ts'
import { pageRanges } from './page-ranges.ts'
import { PageWriter, type ParquetCodec } from './page-writer.ts'
import { physicalType } from './schema-elements.ts'

/** The same bytes have two names: Parquet 1 readers know only the older. */
const DICTIONARY_ENCODING: Record<ParquetCodec, Encoding> = {
  zstd: 'RLE_DICTIONARY',
  snappy: 'PLAIN_DICTIONARY',
}

function appendIndexes(
  out: ByteBuffer,
  { values, indexes }: StringDictionary,
  from: number,
  to: number,
): void {
  const bitWidth = Math.max(1, Math.ceil(Math.log2(values.starts.length)))
  out.appendByte(bitWidth)
  appendHybrid(out, indexes, from, to, bitWidth)
}

/** Writes the columns of row groups to a file: version 1 data pages with checksums. */
export class ChunkEncoder {
  readonly #file: OutputFile
  readonly #codec: ParquetCodec
  readonly #pages: PageWriter

  constructor(file: OutputFile, codec: ParquetCodec) {
    this.#file = file
    this.#codec = codec
    this.#pages = new PageWriter(file, codec)
  }

  /** Writes one column of a row group and returns its footer entry. */
  encode(chunk: ChunkBuffer): ColumnChunk {
    const [file, pages] = [this.#file, this.#pages]
    const start = file.offset
    const column = chunk.seal()
    const machine = chunkMachine().place(column, chunk.rows)
    const dictionary =
      column.type === 'string'
        ? machine.dictionary(column, chunk.schema.modality === 'categorical')
        : undefined
    const before = pages.uncompressedSize
    if (dictionary) this.#writeDictionary(dictionary)
    // of what is in the machine now: the dictionary, if there is one
    const bounds = { of: dictionary?.values ?? column, rows: machine.bounds() }
    const dataStart = file.offset
    this.#writeRows(chunk, dictionary)
    const encodings: Encoding[] = dictionary
      ? ['PLAIN', 'RLE', DICTIONARY_ENCODING[this.#codec]]
      : ['PLAIN', 'RLE']
    const meta: ColumnMetaData = {
      type: physicalType(chunk.schema.type),
      encodings,
      path_in_schema: [chunk.schema.name],
      codec: this.#codec === 'zstd' ? 'ZSTD' : 'SNAPPY',
      num_values: BigInt(chunk.rows),
      total_uncompressed_size: BigInt(pages.uncompressedSize - before),
      total_compressed_size: BigInt(file.offset - start),
      data_page_offset: BigInt(dataStart),
      dictionary_page_offset: dictionary ? BigInt(start) : undefined,
      statistics: chunkStatistics(column, chunk.rows, bounds),
    }
    return { file_offset: BigInt(start), meta_data: meta }
  }

  /** Writes the values of a dictionary as the page that the others refer to, and leaves them in the machine. */
  #writeDictionary({ values }: StringDictionary): void {
    const count = values.starts.length
    this.#pages.write(chunkMachine().place(values, count).plain(0, count), {
      type: 'DICTIONARY_PAGE',
      dictionary_page_header: { num_values: count, encoding: 'PLAIN' },
    })
  }

  /** Writes all rows; strings without a dictionary are in the machine. */
  #writeRows({ column, rows, schema }: ChunkBuffer, dictionary: StringDictionary | undefined): void {
    const { body } = this.#pages
    const encoding = dictionary ? DICTIONARY_ENCODING[this.#codec] : 'PLAIN'
    let indexed = 0
    for (const [from, to] of pageRanges(column, rows)) {
      const nulls = column.nulls.subarray(from, to)
      if (schema.nullable) appendLevels(body, nulls)
      if (dictionary) {
        const start = indexed
        indexed += to - from - countNulls(nulls)
        appendIndexes(body, dictionary, start, indexed)
      } else if (column.type === 'string') body.append(chunkMachine().plain(from, to))
      else appendPlain(body, column, from, to)
      this.#pages.writeBody({
        type: 'DATA_PAGE',
        data_page_header: {
          ...{ num_values: to - from, encoding },
          ...{ definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' },
        },
      })
    }
  }
}
