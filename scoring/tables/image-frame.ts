/**
 * An image as the payload of a frame, little-endian: the lengths of its path and of what is wrong with it, width,
 * height (4 bytes each), format (1 byte), then path and fault (UTF-8) and the image's bytes. A broken image has no bytes.
 */
import { isUtf8 } from 'node:buffer'
import { MAX_IMAGE_BYTES } from '#datasets/image-archive.ts'
import { IMAGE_SIDE_MAX, type ImageHeader } from '#datasets/image-header.ts'
import { imagePath } from '#datasets/image-path.ts'
import { BrokenStreamError } from './frames.ts'

const FORMATS = ['png', 'jpeg', 'webp'] as const
const HEAD_BYTES = 17
const FAULT_BYTES_MAX = 1000

/** An image of an archive: its content with what its header says, or why it is none. */
export interface UnpackedImage {
  /** Below the images folder; see `imagePath`. */
  path: string
  /** What the header says, or a sentence about what is wrong with the image. */
  header: ImageHeader | string
  /** Overwritten by the next image. */
  content: Uint8Array
}

export function encodeImage({ path, header, content }: UnpackedImage): Uint8Array {
  const fault = typeof header === 'string' ? Buffer.from(header) : Buffer.alloc(0)
  const name = Buffer.from(path)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32LE(name.length, 0)
  head.writeUInt32LE(fault.length, 4)
  if (typeof header !== 'string') {
    head.writeUInt32LE(header.width, 8)
    head.writeUInt32LE(header.height, 12)
    head.writeUInt8(FORMATS.indexOf(header.format), 16)
  }
  return Buffer.concat([head, name, fault, typeof header === 'string' ? Buffer.alloc(0) : content])
}

/** @throws BrokenStreamError for anything that no image of an archive can be, a path that leads elsewhere first of all */
export function decodeImage(payload: Uint8Array): UnpackedImage {
  const broken = (what: string) => new BrokenStreamError(`an image ${what}`)
  if (payload.length < HEAD_BYTES) throw broken('is shorter than its head')
  const view = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const [nameBytes, faultBytes] = [view.readUInt32LE(0), view.readUInt32LE(4)]
  const contentAt = HEAD_BYTES + nameBytes + faultBytes
  if (contentAt > view.length || faultBytes > FAULT_BYTES_MAX) throw broken('is shorter than it says')
  const texts = view.subarray(HEAD_BYTES, contentAt)
  const path = texts.toString('utf8', 0, nameBytes)
  if (!isUtf8(texts) || imagePath(path) !== path) throw broken('has a path that leads elsewhere')
  const content = view.subarray(contentAt)
  if (content.length > MAX_IMAGE_BYTES) throw broken('is larger than allowed')
  if (faultBytes > 0)
    return { path, header: texts.toString('utf8', nameBytes), content: content.subarray(0, 0) }
  const [width, height] = [view.readUInt32LE(8), view.readUInt32LE(12)]
  const format = FORMATS[view[16]]
  if (!format || width < 1 || height < 1 || width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX)
    throw broken('has a size or format that there is not')
  return { path, header: { format, width, height }, content }
}
