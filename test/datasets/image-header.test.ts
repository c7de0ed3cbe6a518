import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { type ImageHeader, readImageHeader } from '#datasets/image-header.ts'

const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 30, b: 0, alpha: 0.5 } } })

test('law: sizes are those that another program wrote', async () => {
  for (const [width, height] of [
    [1, 1],
    [640, 3],
    [17, 4000],
  ]) {
    const files: [ImageHeader['format'], Buffer][] = [
      ['png', await picture(width, height).png().toBuffer()],
      ['jpeg', await picture(width, height).jpeg().toBuffer()],
      ['jpeg', await picture(width, height).jpeg({ progressive: true }).withMetadata().toBuffer()],
      ['webp', await picture(width, height).webp().toBuffer()],
      ['webp', await picture(width, height).webp({ lossless: true }).toBuffer()],
      ['webp', await picture(width, height, 4).webp().toBuffer()],
    ]
    for (const [format, bytes] of files) assert.deepEqual(readImageHeader(bytes), { format, width, height })
  }
})

test('law: cut or changed, a header is a size within bounds or a sentence', async () => {
  const files = [
    await picture(50, 40).png().toBuffer(),
    await picture(50, 40).jpeg().toBuffer(),
    await picture(50, 40).webp().toBuffer(),
  ]
  for (const bytes of files) {
    for (let at = 0; at < 60; at++) {
      const changed = Buffer.from(bytes)
      changed[at] ^= 0xff
      for (const header of [readImageHeader(changed), readImageHeader(bytes.subarray(0, at))]) {
        if (typeof header === 'string') assert.ok(header.length > 10)
        else assert.ok(header.width > 0 && header.height > 0 && header.width * header.height <= 1e8)
      }
    }
  }
  assert.match(String(readImageHeader(Buffer.from('GIF89a'))), /neither PNG, JPEG nor WebP/)
})
