/**
 * The stream in which a program inside the sandbox hands out what it reads: frames of a header and a payload.
 *
 * Header, 16 bytes, little-endian: kind, ordinal of the frame (from 0), length of the payload, CRC-32 of the kind, the
 * ordinal and the payload. The program inside has read a stranger's file and is not believed: whoever takes a payload
 * apart checks every count and offset in it.
 */
import { crc32 } from 'node:zlib'

/** What a frame holds. */
export const FRAME = {
  /** A {@link encodeBatch batch} of typed rows. */
  batch: 1,
  /** An image with its path and what its header says. */
  image: 2,
  /** The number of rows read so far, as JSON, for whoever waits. */
  progress: 3,
  /** The answer to the request, as JSON. The last frame of a stream. */
  answer: 4,
  /** Why the file cannot be used, as JSON. The last frame of a stream. */
  rejected: 5,
} as const

/** One of the numbers of {@link FRAME}. */
export type FrameKind = (typeof FRAME)[keyof typeof FRAME]

const MIB = 1024 * 1024
const HEADER_BYTES = 16
const WORDS = new Uint32Array(2)

/** The largest payload of each kind, bytes: one row, one image, one schema may be large, and nothing more. */
export const PAYLOAD_BYTES_MAX: Readonly<Record<FrameKind, number>> = {
  [FRAME.batch]: 80 * MIB,
  [FRAME.image]: 65 * MIB,
  [FRAME.progress]: 1024,
  [FRAME.answer]: 32 * MIB,
  [FRAME.rejected]: 4 * MIB,
}

/** A frame as it was received. The payload lies on an 8-byte boundary and is overwritten by the next frame. */
export interface Frame {
  kind: FrameKind
  payload: Uint8Array<ArrayBuffer>
}

/** The stream is not what the program inside writes: it is broken, or somebody has broken into it. */
export class BrokenStreamError extends Error {
  override readonly name = 'BrokenStreamError'
  /** The stream has ended where it must not, as it does when the program is stopped. */
  readonly isEnd: boolean

  constructor(message: string, isEnd = false) {
    super(message)
    this.isEnd = isEnd
  }
}

/** The header of a frame. */
export function frameHeader(kind: FrameKind, ordinal: number, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES)
  const view = new DataView(header.buffer)
  view.setUint32(0, kind, true)
  view.setUint32(4, ordinal >>> 0, true)
  view.setUint32(8, payload.length, true)
  view.setUint32(12, checksum(kind, ordinal, payload), true)
  return header
}

function checksum(kind: number, ordinal: number, payload: Uint8Array): number {
  WORDS[0] = kind
  WORDS[1] = ordinal
  return crc32(payload, crc32(new Uint8Array(WORDS.buffer)))
}

function isKind(kind: number): kind is FrameKind {
  return kind in PAYLOAD_BYTES_MAX
}

/** Copies the chunks of a stream into frames, holding one frame at a time. */
class FrameBuffer {
  readonly header = new Uint8Array(HEADER_BYTES)
  readonly #view = new DataView(this.header.buffer)
  #headerBytes = 0
  #bytes = new Uint8Array(MIB)
  #length = 0
  #filled = 0
  #kind: FrameKind = FRAME.batch
  #ordinal = 0

  /** Nothing of a frame has been received yet. */
  get isEmpty(): boolean {
    return this.#headerBytes === 0
  }

  /** Takes bytes from `at` on, at most to the end of the frame, and says how many. */
  take(chunk: Uint8Array, at: number): number {
    if (this.#headerBytes < HEADER_BYTES) {
      const part = chunk.subarray(at, at + HEADER_BYTES - this.#headerBytes)
      this.header.set(part, this.#headerBytes)
      this.#headerBytes += part.length
      if (this.#headerBytes === HEADER_BYTES) this.#begin()
      return part.length
    }
    const part = chunk.subarray(at, at + this.#length - this.#filled)
    this.#bytes.set(part, this.#filled)
    this.#filled += part.length
    return part.length
  }

  #begin(): void {
    const kind = this.#view.getUint32(0, true)
    if (!isKind(kind)) throw new BrokenStreamError(`there is no frame of kind ${kind}`)
    const ordinal = this.#view.getUint32(4, true)
    if (ordinal !== this.#ordinal)
      throw new BrokenStreamError(`frame ${this.#ordinal} is numbered ${ordinal}`)
    const length = this.#view.getUint32(8, true)
    if (length > PAYLOAD_BYTES_MAX[kind])
      throw new BrokenStreamError(`a frame of ${length} bytes is too large`)
    if (length > this.#bytes.length) this.#bytes = new Uint8Array(Math.max(length, 2 * this.#bytes.length))
    this.#kind = kind
    this.#length = length
    this.#filled = 0
  }

  /** The frame, once it is complete. */
  finish(): Frame | undefined {
    if (this.#headerBytes < HEADER_BYTES || this.#filled < this.#length) return undefined
    const payload = this.#bytes.subarray(0, this.#length)
    if (checksum(this.#kind, this.#ordinal, payload) !== this.#view.getUint32(12, true))
      throw new BrokenStreamError(`the checksum of frame ${this.#ordinal} does not fit it`)
    this.#ordinal = (this.#ordinal + 1) >>> 0
    this.#headerBytes = 0
    return { kind: this.#kind, payload }
  }
}

/**
 * The frames of a stream. It ends with the stream, whether or not a last frame was there, but not within a frame.
 *
 * @throws BrokenStreamError when the bytes are no frames
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const buffer = new FrameBuffer()
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      at += buffer.take(chunk, at)
      const frame = buffer.finish()
      if (frame) yield frame
    }
  }
  if (!buffer.isEmpty) throw new BrokenStreamError('the stream ends within a frame', true)
}
