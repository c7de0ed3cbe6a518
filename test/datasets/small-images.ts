/** Small images of the three formats, made of nothing: complete files whose bytes depend on a name. */
import { crc32, deflateSync } from 'node:zlib'

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}

/** A grey PNG that decoders accept, with the name as its comment. */
export function png(name: string, width = 8, height = 8): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const rows = deflateSync(Buffer.alloc((width + 1) * height, 0x7f))
  const text = chunk('tEXt', Buffer.from(`Comment\0${name}`, 'latin1'))
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    text,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
