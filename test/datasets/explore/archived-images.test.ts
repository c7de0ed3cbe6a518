import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { locateImages } from '#datasets/explore/archived-images.ts'
import { listImages, writeImageArchive } from '#datasets/image-archive.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

const folder = mkdtempSync(join(tmpdir(), 'datasets-archived-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('every image is found in the archive at the place that its list implies', async () => {
  const random = new SeededRandom(9)
  const images = new Map<string, Buffer>()
  for (let i = 0; i < 300; i++) {
    const name = [`${i}.png`, `sub folder/${i}.jpg`, `größe "${i}", 🥾.webp`][i % 3]
    images.set(name, Buffer.from(Array.from({ length: random.next() * 3_000 }, () => random.next() * 256)))
  }
  images.set('large.png', Buffer.alloc(100_000, 7))
  for (const [path, content] of images) {
    mkdirSync(dirname(join(folder, 'in', path)), { recursive: true })
    writeFileSync(join(folder, 'in', path), content)
  }
  mkdirSync(join(folder, 'out'))
  writeImageArchive(join(folder, 'in'), listImages(join(folder, 'in')), join(folder, 'out'))
  const zip = readFileSync(join(folder, 'out', 'images.zip'))
  const located = await locateImages(readFileSync(join(folder, 'out', 'images.csv')))
  assert.equal(located.size, images.size)
  for (const [path, content] of images) {
    const { start, sizeBytes, sha256 } = located.get(`images/${path}`)!
    assert.ok(zip.subarray(start, start + sizeBytes).equals(content), path)
    assert.equal(sha256, createHash('sha256').update(content).digest('hex'))
  }
})
