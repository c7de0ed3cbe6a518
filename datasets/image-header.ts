/** What the header of a PNG, JPEG or WebP says, without decoding any picture. */

/** A picture as its header describes it. */
export interface ImageHeader {
  format: 'png' | 'jpeg' | 'webp'
  /** Pixels. */
  width: number
  height: number
}

/** Pixels along a side, and in all: a picture that decodes to more than 400 MB is no cell of a table. */
export const IMAGE_SIDE_MAX = 32_768
/** See {@link IMAGE_SIDE_MAX}. */
export const IMAGE_PIXELS_MAX = 100_000_000

/** The header of an image, or a sentence about what is wrong with it. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let header: ImageHeader | undefined
  try {
    header = png(view) ?? jpeg(view) ?? webp(view)
  } catch (error) {
    if (error instanceof RangeError) return 'it is cut off within its header'
    throw error
  }
  if (!header) return 'it is neither PNG, JPEG nor WebP inside'
  const { width, height } = header
  if (width === 0 || height === 0) return `it is ${width} x ${height} pixels`
  if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX || width * height > IMAGE_PIXELS_MAX) {
    return `it is ${width} x ${height} pixels; ${IMAGE_SIDE_MAX} along a side and 100 million in all are allowed`
  }
  return header
}

function has(view: DataView, at: number, text: string): boolean {
  if (at + text.length > view.byteLength) return false
  for (let i = 0; i < text.length; i++) if (view.getUint8(at + i) !== text.charCodeAt(i)) return false
  return true
}

function png(view: DataView): ImageHeader | undefined {
  if (!has(view, 0, '\x89PNG\r\n\x1a\n')) return undefined
  // the first chunk must be IHDR, 13 bytes
  if (view.getUint32(8) !== 13 || !has(view, 12, 'IHDR')) return { format: 'png', width: 0, height: 0 }
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** Walks the segments to the first frame header (SOF0 to SOF15 without the tables DHT, JPG and DAC). */
function jpeg(view: DataView): ImageHeader | undefined {
  if (!has(view, 0, '\xff\xd8\xff')) return undefined
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return { format: 'jpeg', width: 0, height: 0 }
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { format: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    else if (marker === 0xd8 || marker === 0xd9 || marker === 0xda)
      return { format: 'jpeg', width: 0, height: 0 }
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
}

function webp(view: DataView): ImageHeader | undefined {
  if (!has(view, 0, 'RIFF') || !has(view, 8, 'WEBP')) return undefined
  const format = 'webp'
  if (has(view, 12, 'VP8X')) {
    const side = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
    return { format, width: side(24), height: side(27) }
  }
  if (has(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true)
    return { format, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  if (has(view, 12, 'VP8 ') && has(view, 23, '\x9d\x01\x2a'))
    return { format, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  return { format, width: 0, height: 0 }
}
