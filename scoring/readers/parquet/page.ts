/** The pages of one column chunk, one after the other, each checked before memory is taken for it. */
import { crc32 } from 'node:zlib'
import type { FileBytes } from '../bytes/feed.ts'
import type { ReadLimits } from '../limits.ts'
import { decompressPage } from './codecs.ts'
import type { ColumnChunk } from './metadata.ts'
import { PageError } from './page-error.ts'
import {
  integerField,
  sizeField,
  structField,
  ThriftError,
  ThriftReader,
  type ThriftStruct,
} from './thrift.ts'

export interface DataPage {
  kind: 'data'
  bytes: Uint8Array
  /** Rows, nulls included. */
  rowCount: number
  encoding: number
  /** Definition levels (only of optional columns): `bytes[levelsFrom..levelsEnd)`. */
  levelsFrom: number
  levelsEnd: number
  valuesFrom: number
}

export interface DictionaryPage {
  kind: 'dictionary'
  bytes: Uint8Array
  valueCount: number
}

/** A header's first bytes; statistics in it can make it longer, then more are read. */
const HEADER_BYTES = 512
const MOST_HEADER_BYTES = 16 * 1024 * 1024

export class PageStream {
  #file: FileBytes
  #chunk: ColumnChunk
  #at: number
  #isOptional: boolean
  #column: string
  #limits: ReadLimits

  constructor(
    file: FileBytes,
    chunk: ColumnChunk,
    column: { name: string; isOptional: boolean },
    limits: ReadLimits,
  ) {
    this.#file = file
    this.#chunk = chunk
    this.#at = chunk.from
    this.#isOptional = column.isOptional
    this.#column = column.name
    this.#limits = limits
  }

  /** The next dictionary or data page; PageError where there is none. `rowsLeft` bounds what a page may declare. */
  next(rowsLeft: number): DataPage | DictionaryPage {
    for (;;) {
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
      if (type === 2) return this.#dictionaryPage(required(header, 7), packed, size)
      if (type === 3) return this.#dataPageV2(required(header, 8), packed, size, rowsLeft)
      // index pages and kinds to come hold no values
    }
  }

  #header(): ThriftStruct {
    for (let length = HEADER_BYTES; ; length *= 8) {
      const available = Math.min(length, this.#chunk.to - this.#at)
      if (available <= 0) throw new PageError('fewer pages than the rows need')
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

  #dataPage(header: ThriftStruct, packed: Uint8Array, size: number, rowsLeft: number): DataPage {
    const rowCount = pageRows(header, rowsLeft)
    const bytes = decompressPage(packed, this.#chunk.codec, size, this.#column)
    const encoding = integerField(header, 2)
    if (!this.#isOptional)
      return { kind: 'data', bytes, rowCount, encoding, levelsFrom: 0, levelsEnd: 0, valuesFrom: 0 }
    if (integerField(header, 3) !== 3) throw new PageError('an outdated encoding of nulls')
    if (bytes.length < 4) throw new PageError('a page without levels')
    const length = bytes[0] + bytes[1] * 256 + bytes[2] * 65536 + bytes[3] * 16777216
    if (length > bytes.length - 4) throw new PageError('levels longer than their page')
    return {
      kind: 'data',
      bytes,
      rowCount,
      encoding,
      levelsFrom: 4,
      levelsEnd: 4 + length,
      valuesFrom: 4 + length,
    }
  }

  #dataPageV2(header: ThriftStruct, packed: Uint8Array, size: number, rowsLeft: number): DataPage {
    const rowCount = pageRows(header, rowsLeft)
    const levels = sizeField(header, 5)
    if (sizeField(header, 6) !== 0) throw new PageError('a repeated column')
    if (levels > packed.length || levels > size) throw new PageError('levels longer than their page')
    const codec = header.get(7) === false ? 0 : this.#chunk.codec
    // of no values some writers compress the nothing, and some write nothing
    const isEmpty = size === levels
    const values = isEmpty
      ? packed.subarray(0, 0)
      : decompressPage(packed.subarray(levels), codec, size - levels, this.#column)
    const bytes = new Uint8Array(size)
    bytes.set(packed.subarray(0, levels))
    bytes.set(values, levels)
    const encoding = integerField(header, 4)
    return { kind: 'data', bytes, rowCount, encoding, levelsFrom: 0, levelsEnd: levels, valuesFrom: levels }
  }

  #dictionaryPage(header: ThriftStruct, packed: Uint8Array, size: number): DictionaryPage {
    const encoding = integerField(header, 2)
    if (encoding !== 0 && encoding !== 2) throw new PageError(`a dictionary in encoding ${encoding}`)
    const valueCount = sizeField(header, 1)
    const bytes = decompressPage(packed, this.#chunk.codec, size, this.#column)
    return { kind: 'dictionary', bytes, valueCount }
  }
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
