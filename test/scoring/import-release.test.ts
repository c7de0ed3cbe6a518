/** The worker's import of what organisers upload: honest and hostile files, through the sandbox, into the database. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import tar from 'tar-stream'
import type { Person } from '#core/access.ts'
import { newId } from '#core/ids.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { uploadTable } from '#operations/datasets/upload-table.ts'
import { buildRelease as buildNow } from '#scoring/build-release.ts'
import { inspectRelease as inspectNow } from '#scoring/inspect-release.ts'
import { closeSender } from '#store/queue.ts'
import { freshDatabase } from '../helpers/database.ts'
import { makePerson } from '../helpers/people.ts'

await freshDatabase()
after(closeSender)

const rejected = { code: 'file_rejected' }

async function uploaded(files: Record<string, Uint8Array>): Promise<{ organiser: Person; release: string }> {
  const organiser = await makePerson('organiser')
  const slug = `d${newId('dat').slice(-12)}`
  const about = { title: slug, slug, summary: 'Pictures with words', licence: 'CC0-1.0' }
  await createDataset.call(organiser, { kind: 'classification', ...about })
  const { id } = await createRelease.call(organiser, { dataset: slug })
  for (const [table, bytes] of Object.entries(files)) {
    const file = { filename: table, stream: Readable.from([bytes]) }
    await uploadTable.call(organiser, { release: id, table: table as 'train' }, { file })
  }
  await inspectRelease.call(organiser, { release: id })
  return { organiser, release: id }
}

async function tarOf(files: Record<string, Uint8Array>): Promise<Buffer> {
  const pack = tar.pack()
  for (const [name, content] of Object.entries(files)) pack.entry({ name }, Buffer.from(content))
  pack.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of pack) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const PNG = await sharp({ create: { width: 8, height: 6, channels: 3, background: 'blue' } })
  .png()
  .toBuffer()
const NAMES = Array.from({ length: 40 }, (_, i) => `p${i}.png`)
const TABLE = Buffer.from(
  `id,picture,label\n${NAMES.map((name, i) => `r${i},images/${name},${i % 2 ? 'x' : 'y'}`).join('\n')}\n`,
)

it('a table with images from a packed tar becomes a release', async () => {
  const images = gzipSync(await tarOf(Object.fromEntries(NAMES.map((name) => [`images/${name}`, PNG]))))
  const { organiser, release } = await uploaded({ table: gzipSync(TABLE), images })
  await inspectNow(release)
  await buildRelease.call(organiser, { release })
  await buildNow(release)
  const { status, files } = await getRelease.call(organiser, { release })
  assert.equal(status, 'ready')
  assert.ok(files.some(({ path }) => path === 'images.zip'))
})

it('a hostile table is the organiser’s to mend, and the worker goes on', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('id,label\n"'), Buffer.alloc(60 << 20, 'a')]))
  const footer = Buffer.concat([
    Buffer.from('PAR1'),
    Buffer.alloc(64, 0x15),
    Buffer.from([64, 0, 0, 0]),
    Buffer.from('PAR1'),
  ])
  for (const table of [bomb, footer, bomb.subarray(0, 1000)]) {
    const { release } = await uploaded({ table })
    await assert.rejects(inspectNow(release), rejected)
  }
})

it('a broken image that a row names keeps the release from being made, and is named', async () => {
  const files = Object.fromEntries(NAMES.map((name) => [name, PNG]))
  const images = await tarOf({ ...files, 'p7.png': PNG.subarray(0, 20) })
  const { organiser, release } = await uploaded({ table: TABLE, images })
  await inspectNow(release)
  await buildRelease.call(organiser, { release })
  await assert.rejects(buildNow(release), (error: Error & { problems: { message: string }[] }) => {
    assert.match(error.problems[0].message, /p7\.png: it is cut off/)
    return true
  })
})
