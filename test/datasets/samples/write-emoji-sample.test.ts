import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { parseCsv } from '#datasets/samples/csv-rows.ts'
import { IMAGE_SIZE_PX } from '#datasets/samples/draw-images.ts'
import type { SampleManifest } from '#datasets/samples/sample-dataset.ts'
import { type SampleProgress, writeEmojiSample } from '#datasets/samples/write-emoji-sample.ts'

const LIMIT = 100
let folder: string
let manifests: SampleManifest[]
const progress: SampleProgress[] = []

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emoji-sample-'))
  manifests = await writeEmojiSample(join(folder, 'one'), {
    limit: LIMIT,
    onProgress: (p) => progress.push(p),
  })
})
after(() => rm(folder, { recursive: true, force: true }))

async function fileHashes(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))
  const hashes = await Promise.all(
    paths.map(async (path) => {
      const hash = createHash('sha256').update(await readFile(path))
      return [path.slice(root.length), hash.digest('hex')] as const
    }),
  )
  return new Map(hashes.sort(([a], [b]) => (a < b ? -1 : 1)))
}

test('the same packages give the same bytes', async () => {
  await writeEmojiSample(join(folder, 'two'), { limit: LIMIT })
  const one = await fileHashes(join(folder, 'one'))
  assert.ok(one.size > 1000)
  assert.deepEqual(await fileHashes(join(folder, 'two')), one)
})

test('each folder holds its tables, its description and exactly the images its tables name', async () => {
  for (const manifest of manifests) {
    const root = join(folder, 'one', manifest.slug)
    assert.deepEqual(JSON.parse(await readFile(join(root, 'dataset.json'), 'utf8')), manifest)
    const named: string[] = []
    for (const { name, columns, rows } of manifest.schema.tables) {
      const table = parseCsv(await readFile(join(root, `${name}.csv`), 'utf8'))
      assert.deepEqual(
        table.columns,
        columns.map((column) => column.name),
      )
      assert.equal(table.rows.length, rows)
      named.push(...table.rows.flatMap((row) => row.image ?? []))
    }
    const entries = await readdir(join(root, 'images'), { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    assert.deepEqual(files.sort(), named.sort())
  }
})

test('the images are small PNG files that decode, and hardly any is blank', async () => {
  let blank = 0
  const files = (await readdir(join(folder, 'one'), { recursive: true })).filter((f) => f.endsWith('.png'))
  for (const file of files) {
    const image = sharp(join(folder, 'one', file))
    const { format, width, height, hasAlpha } = await image.metadata()
    assert.deepEqual([format, width, height, hasAlpha], ['png', IMAGE_SIZE_PX, IMAGE_SIZE_PX, true], file)
    const pixels = await image.raw().toBuffer()
    if (!pixels.some((value, i) => i % 4 === 3 && value > 0)) blank++
  }
  assert.ok(blank <= 1, `${blank} images are blank`)
})

test('progress counts every drawing up to the last', () => {
  const total = progress[0].total
  assert.deepEqual(
    progress,
    Array.from({ length: total }, (_, i) => ({ done: i + 1, total })),
  )
})
