/** The buffers of one Arrow batch, read from the file piece by piece or, where they are compressed, unpacked whole. */
import { zstdDecompressSync } from 'node:zlib'
import type { FileBytes } from '../bytes/feed.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText } from '../reject.ts'
import { lz4FrameDecompress } from './lz4-frame.ts'
import type { BatchPlace } from './messages.ts'

/** A buffer whose bytes can be had in pieces. */
export interface PieceBuffer {
  length: number
  /** A copy of `length` bytes from `offset`; RangeError beyond the end. */
  read(offset: number, length: number): Uint8Array
}

/** Hands out the buffers of a batch in order. */
export class BatchBuffers {
  readonly #file: FileBytes
  readonly #place: BatchPlace
  readonly #limits: ReadLimits
  #next = 0
  #unpackedBytes = 0

  constructor(file: FileBytes, place: BatchPlace, limits: ReadLimits) {
    this.#file = file
    this.#place = place
    this.#limits = limits
  }

  /** Whether all buffers were handed out. */
  get isEmpty(): boolean {
    return this.#next === this.#place.buffers.length
  }

  /** @throws RangeError where there is no further buffer, or it lies outside the batch */
  next(): PieceBuffer {
    const found = this.#place.buffers[this.#next++]
    if (!found) throw new RangeError('fewer buffers than the columns need')
    const [offset, length] = found
    const { bodyAt, bodyLength, codec } = this.#place
    if (offset < 0 || length < 0 || offset + length > bodyLength)
      throw new RangeError('a buffer outside its batch')
    if (codec && length > 0) return this.#unpack(bodyAt + offset, length, codec)
    return fileBuffer(this.#file, bodyAt + offset, length)
  }

  /** The next buffer in memory. */
  nextWhole(): Uint8Array {
    const buffer = this.next()
    this.#count(buffer.length)
    return buffer.read(0, buffer.length)
  }

  #unpack(at: number, length: number, codec: 'lz4' | 'zstd'): PieceBuffer {
    if (length < 8) throw new RangeError('a compressed buffer without its size')
    const stored = this.#file.read(at, 8)
    const size = Number(new DataView(stored.buffer, stored.byteOffset, 8).getBigInt64(0, true))
    // -1: not compressed after all
    if (size === -1) return fileBuffer(this.#file, at + 8, length - 8)
    if (size < 0) throw new RangeError(`a buffer of ${size} bytes`)
    this.#count(size + length)
    const packed = this.#file.read(at + 8, length - 8)
    const bytes = codec === 'zstd' ? unzstd(packed, size) : unlz4(packed, size)
    return {
      length: size,
      read: (offset, count) => {
        if (offset + count > size) throw new RangeError('beyond the end of a buffer')
        return bytes.subarray(offset, offset + count)
      },
    }
  }

  #count(bytes: number): void {
    this.#unpackedBytes += bytes
    if (this.#unpackedBytes <= this.#limits.livePageBytes) return
    const most = sizeText(this.#limits.livePageBytes)
    const message = `A record batch takes more than ${most} of memory. Write smaller ones, of 100,000 rows for instance.`
    throw rejectFile({ code: 'batch_too_large', message })
  }
}

function fileBuffer(file: FileBytes, at: number, length: number): PieceBuffer {
  return {
    length,
    read: (offset, count) => {
      if (offset < 0 || offset + count > length) throw new RangeError('beyond the end of a buffer')
      return Uint8Array.from(file.read(at + offset, count))
    },
  }
}

function unzstd(packed: Uint8Array, size: number): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = zstdDecompressSync(packed, { maxOutputLength: size + 1 })
  } catch {
    throw new RangeError('a buffer that cannot be decompressed')
  }
  if (bytes.length !== size)
    throw new RangeError(`a buffer of ${bytes.length} bytes where ${size} are declared`)
  return bytes
}

/** LZ4 makes at most 255 bytes of one. */
function unlz4(packed: Uint8Array, size: number): Uint8Array {
  if (size > packed.length * 255) throw new RangeError('a buffer that declares too many bytes')
  const bytes = new Uint8Array(size)
  if (!lz4FrameDecompress(packed, bytes)) throw new RangeError('a buffer that cannot be decompressed')
  return bytes
}
