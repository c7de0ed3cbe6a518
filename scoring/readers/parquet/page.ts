/** The pages of one column chunk, one after the other, each checked before memory is taken for it. */
import { crc32 } from 'node:zlib'
import type { FileBytes } from '../bytes/feed.ts'
import type { ReadLimits } from '../limits.ts'
import { decompressPage } from './codecs.ts'
import type { ColumnChunk } from './metadata.ts'
import type { PageBuffer } from './page-buffer.ts'
import { PageError } from './page-error.ts'
import {
  integerField,
  sizeField,
  structField,
  ThriftError,
  ThriftReader,
  type ThriftStruct,
} from './thrift.ts'

/** A data page as it lies in the file. */
export interface PackedDataPage {
  kind: 'data'
  /** Rows, nulls included. */
  rowCount: number
  encoding: number
  /** Nulls, where the header tells. */
  nullCount?: number
  /** Definition levels (only of optional columns) that lie before the compressed bytes, as in version 2 pages. */
  levels?: Uint8Array
  /** The compressed bytes, valid until the file is read again, and their size once decompressed. */
  packed: Uint8Array
  size: number
  codec: number
}

/** A dictionary as it lies in the file. */
export interface PackedDictionary {
  kind: 'dictionary'
  valueCount: number
  packed: Uint8Array
  size: number
  codec: number
}

/** A data page whose values can be decoded. */
export interface DataPage {
  rowCount: number
  encoding: number
  bytes: Uint8Array
  /** Definition levels (only of optional columns): `bytes[levelsFrom..levelsEnd)`. */
  levelsFrom: number
  levelsEnd: number
  valuesFrom: number
}

/** A header's first bytes; statistics in it can make it longer, then more are read. */
const HEADER_BYTES = 512
const MOST_HEADER_BYTES = 16 * 1024 * 1024

export class PageStream {
  #file: FileBytes
  #chunk: ColumnChunk
  #at: number
  #isOptional: boolean
  #limits: ReadLimits

  constructor(file: FileBytes, chunk: ColumnChunk, isOptional: boolean, limits: ReadLimits) {
    this.#file = file
    this.#chunk = chunk
    this.#at = chunk.from
    this.#isOptional = isOptional
    this.#limits = limits
  }

  /** The next dictionary or data page; PageError where there is none. `rowsLeft` bounds what a page may declare. */
  next(rowsLeft: number): PackedDataPage | PackedDictionary {
    const page = this.#next(rowsLeft)
    if (!page) throw new PageError('fewer pages than the rows need')
    return page
  }

  /** PageError where pages with values follow the last row. */
  requireEnd(): void {
    while (this.#at < this.#chunk.to) {
      const page = this.#next(0)
      if (page?.kind === 'dictionary') throw new PageError('a dictionary behind the last row')
    }
  }

  #next(rowsLeft: number): PackedDataPage | PackedDictionary | undefined {
    while (this.#at < this.#chunk.to) {
      const header = this.#header()
      const packedSize = sizeField(header, 3)
      const size = sizeField(header, 2)
      if (packedSize > this.#chunk.to - this.#at) throw new PageError('a page reaches beyond its column')
      if (size > this.#limits.pageBytes)
        throw new PageError(`a page of ${size} bytes; the limit is ${this.#limits.pageBytes}`)
      const packed = this.#file.read(this.#at, packedSize)
      this.#at += packedSize
      if (header.has(4) && crc32(packed) !== integerField(header, 4) >>> 0)
        throw new PageError('a wrong checksum')
      const type = integerField(header, 1)
      if (type === 0) return this.#dataPage(required(header, 5), packed, size, rowsLeft)
      if (type === 2) return this.#dictionary(required(header, 7), packed, size)
      if (type === 3) return this.#dataPageV2(required(header, 8), packed, size, rowsLeft)
      // index pages and kinds to come hold no values
    }
    return undefined
  }

  #header(): ThriftStruct {
    for (let length = HEADER_BYTES; ; length *= 8) {
      const available = Math.min(length, this.#chunk.to - this.#at)
      const reader = new ThriftReader(this.#file.read(this.#at, available))
      try {
        const header = reader.struct()
        this.#at += reader.at
        return header
      } catch (error) {
        const mayBeLonger = length < MOST_HEADER_BYTES && available === length
        if (!(error instanceof ThriftError) || !mayBeLonger) throw new PageError('a damaged page header')
      }
    }
  }

  #dataPage(header: ThriftStruct, packed: Uint8Array, size: number, rowsLeft: number): PackedDataPage {
    const rowCount = pageRows(header, rowsLeft)
    const encoding = integerField(header, 2)
    if (this.#isOptional && integerField(header, 3) !== 3)
      throw new PageError('an outdated encoding of nulls')
    return { kind: 'data', rowCount, encoding, packed, size, codec: this.#chunk.codec }
  }

  #dataPageV2(header: ThriftStruct, packed: Uint8Array, size: number, rowsLeft: number): PackedDataPage {
    const rowCount = pageRows(header, rowsLeft)
    const length = sizeField(header, 5)
    if (sizeField(header, 6) !== 0) throw new PageError('a repeated column')
    if (length > packed.length || length > size) throw new PageError('levels longer than their page')
    return {
      kind: 'data',
      rowCount,
      nullCount: sizeField(header, 2),
      encoding: integerField(header, 4),
      levels: packed.subarray(0, length),
      packed: packed.subarray(length),
      size: size - length,
      codec: header.get(7) === false ? 0 : this.#chunk.codec,
    }
  }

  #dictionary(header: ThriftStruct, packed: Uint8Array, size: number): PackedDictionary {
    const encoding = integerField(header, 2)
    if (encoding !== 0 && encoding !== 2) throw new PageError(`a dictionary in encoding ${encoding}`)
    return {
      kind: 'dictionary',
      valueCount: sizeField(header, 1),
      packed,
      size,
      codec: this.#chunk.codec,
    }
  }
}

/** Decompresses a page of the column into a buffer, its levels before its values. */
export function unpackPage(
  page: PackedDataPage,
  { name, isOptional }: { name: string; isOptional: boolean },
  buffer: PageBuffer,
): DataPage {
  const { rowCount, encoding, levels, packed, size } = page
  if (levels) {
    const bytes = buffer.take(levels.length + size)
    bytes.set(levels)
    // of no values some writers compress the nothing, and some write nothing
    if (size > 0) decompressPage(packed, page.codec, bytes.subarray(levels.length), name)
    return { rowCount, encoding, bytes, levelsFrom: 0, levelsEnd: levels.length, valuesFrom: levels.length }
  }
  const bytes = buffer.take(size)
  decompressPage(packed, page.codec, bytes, name)
  if (!isOptional) return { rowCount, encoding, bytes, levelsFrom: 0, levelsEnd: 0, valuesFrom: 0 }
  if (bytes.length < 4) throw new PageError('a page without levels')
  const length = bytes[0] + bytes[1] * 256 + bytes[2] * 65536 + bytes[3] * 16777216
  if (length > bytes.length - 4) throw new PageError('levels longer than their page')
  const valuesFrom = 4 + length
  return { rowCount, encoding, bytes, levelsFrom: 4, levelsEnd: valuesFrom, valuesFrom }
}

function pageRows(header: ThriftStruct, rowsLeft: number): number {
  const rowCount = sizeField(header, 1)
  if (rowCount > rowsLeft) throw new PageError('more values than the row group has rows')
  return rowCount
}

function required(header: ThriftStruct, id: number): ThriftStruct {
  const struct = structField(header, id)
  if (!struct) throw new PageError('a page header without its details')
  return struct
}
