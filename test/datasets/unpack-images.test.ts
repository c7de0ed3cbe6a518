import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { unpackImages } from '#datasets/unpack-images.ts'
import { ZipWriter } from '#datasets/zip-writer.ts'

const folder = await mkdtemp(join(tmpdir(), 'grandstand-unpack-'))
after(() => rm(folder, { recursive: true, force: true }))

async function archive(files: Record<string, string>): Promise<{ zip: string; out: string }> {
  const place = await mkdtemp(join(folder, 'case-'))
  const zip = join(place, 'images.zip')
  const writer = new ZipWriter(zip)
  for (const [name, content] of Object.entries(files)) writer.add(name, Buffer.from(content))
  writer.finish()
  return { zip, out: join(place, 'out') }
}

const rejected = { code: 'file_rejected' }

describe('unpackImages', () => {
  it('takes images with and without the folder, and passes over everything else', async () => {
    const { zip, out } = await archive({
      ...{
        'images/a/1.png': 'one',
        '2.jpg': 'two',
        'images/.DS_Store': 'x',
        'notes.txt': 'x',
        'images/.hidden/3.png': 'x',
      },
    })
    assert.equal(await unpackImages(zip, out), 2)
    assert.deepEqual((await readdir(out, { recursive: true })).sort(), ['2.jpg', 'a', 'a/1.png'])
    assert.equal(await readFile(join(out, 'a/1.png'), 'utf8'), 'one')
  })

  it('an archive of nothing gives nothing', async () => {
    const { zip, out } = await archive({})
    assert.equal(await unpackImages(zip, out), 0)
  })

  for (const name of ['../evil.png', 'images/../../evil.png', '/etc/evil.png', 'a\\..\\evil.png']) {
    it(`writes nothing outside for an entry ${name}`, async () => {
      const { zip, out } = await archive({ [name]: 'evil' })
      await unpackImages(zip, out).catch((error) => assert.equal(error.code, 'file_rejected'))
      const all = await readdir(folder, { recursive: true })
      assert.deepEqual(
        all.filter((path) => path.endsWith('evil.png')),
        [],
      )
    })
  }

  it('refuses what is no zip, and a zip that is cut', async () => {
    const text = join(folder, 'text.zip')
    await writeFile(text, 'this is not a zip')
    await assert.rejects(unpackImages(text, join(folder, 'never')), rejected)
    const { zip, out } = await archive({ 'a.png': 'a'.repeat(5_000), 'b.png': 'b'.repeat(5_000) })
    await truncate(zip, 6_000)
    await assert.rejects(unpackImages(zip, out), rejected)
  })
})
