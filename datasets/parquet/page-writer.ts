import { constants, crc32, zstdCompressSync } from 'node:zlib'
import type { PageHeader } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { snappyCompress } from 'hyparquet-writer/src/snappy.js'
import { ByteBuffer } from '../byte-buffer.ts'
import type { OutputFile } from '../output-file.ts'

/** `zstd` is what a release holds; `snappy` is for readers that know nothing newer. */
export type ParquetCodec = 'zstd' | 'snappy'

type Header = Omit<PageHeader, 'compressed_page_size' | 'uncompressed_page_size'>

function compress(codec: ParquetCodec, bytes: Uint8Array): Uint8Array {
  if (codec === 'snappy') return snappyCompress(bytes)
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } })
}

/** Compresses pages and writes them with their headers and checksums. */
export class PageWriter {
  /** Of all pages so far, headers included. */
  uncompressedSize = 0
  /** Where the next page is put together. One for a whole file, since to make one for each page costs more than to fill it. */
  readonly body = new ByteBuffer(1 << 16)
  readonly #file: OutputFile
  readonly #codec: ParquetCodec

  constructor(file: OutputFile, codec: ParquetCodec) {
    this.#file = file
    this.#codec = codec
  }

  /** Writes what has been put together, and clears it. */
  writeBody(header: Header): void {
    this.write(this.body.view(), header)
    this.body.clear()
  }

  write(body: Uint8Array, header: Header): void {
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
}
