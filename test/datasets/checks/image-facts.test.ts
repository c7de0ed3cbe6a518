import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { ImageFacts } from '#datasets/checks/image-facts.ts'
import { png } from '../small-images.ts'

function facts(images: Record<string, Uint8Array>) {
  const found = new ImageFacts()
  for (const [path, content] of Object.entries(images)) found.observe(path, content)
  return found.checks()
}

/** Random pixels as another program writes them, in the format that the ending says. */
function drawn(path: string, width: number, height: number): Promise<Buffer> {
  const noise = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251))
  const image = sharp(noise, { raw: { width, height, channels: 3 } })
  if (path.endsWith('.png')) return image.png().toBuffer()
  if (path.endsWith('.jpg')) return image.jpeg({ progressive: width > 50 }).toBuffer()
  return image.webp({ lossless: path.startsWith('lossless') }).toBuffer()
}

test('sound images of every format are silent but for their spread', async () => {
  const sizes = {
    'a.png': [20, 10],
    'b.jpg': [64, 48],
    'c.webp': [30, 40],
    'lossless.webp': [17, 9],
    'd.jpg': [33, 33],
  }
  const images: Record<string, Buffer> = {}
  for (const [path, [width, height]] of Object.entries(sizes)) images[path] = await drawn(path, width, height)
  const [spread, ...others] = facts(images)
  assert.deepEqual(others, [])
  assert.equal(spread.severity, 'info')
  assert.equal(
    spread.message,
    '2 JPEG, 1 PNG, 2 WebP; from 17 x 9 to 64 x 48 pixels, the longer side in the middle 33.',
  )
})

test('law: an image of any format cut anywhere is broken or truncated, never sound', async () => {
  for (const path of ['a.png', 'b.jpg', 'c.webp', 'lossless.webp']) {
    const whole = await drawn(path, 24, 24)
    for (let part = 1; part <= 9; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 10))
      const codes = facts({ [path]: cut }).map((check) => check.code)
      assert.ok(codes.includes('broken_image') || codes.includes('truncated_image'), `${path} at ${part}/10`)
    }
  }
})

test('wrong endings, placeholders and giants are told; bytes after the picture are no damage', () => {
  const huge = png('huge', 9000, 9000)
  const found = facts({
    'text.png': Buffer.from('hello'),
    'really.jpg': png('x'),
    'dot.png': png('dot', 1, 1),
    'huge.png': huge,
    'fine.png': png('fine'),
  })
  const said = found.map(({ code, severity, examples }) => `${severity} ${code} ${examples ?? ''}`)
  assert.ok(said.some((text) => text.startsWith('error broken_image text.png')))
  assert.ok(said.includes('info image_format really.jpg'))
  assert.ok(said.includes('warning image_sizes dot.png') && said.includes('warning image_sizes huge.png'))
  assert.ok(!said.some((text) => text.includes('fine.png')))
})
