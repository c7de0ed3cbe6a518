/** Image archives of strangers through the sandbox. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import sharp from 'sharp'
import tar from 'tar-stream'
import { ZipWriter } from '#datasets/zip-writer.ts'
import { unpackImagesInSandbox } from '#scoring/tables/unpack-in-sandbox.ts'
import { tempFolder } from '../../datasets/temp-folder.ts'

const folder = tempFolder()
const rejected = { code: 'file_rejected' }
const blank = sharp({ create: { width: 31, height: 17, channels: 3, background: 'red' } })
const PNG = await blank.png().toBuffer()
const JPEG = await blank.jpeg().toBuffer()
const WEBP = await blank.webp().toBuffer()

function zipped(files: Record<string, Uint8Array | string>): string {
  const path = folder.fresh('images')
  const zip = new ZipWriter(path)
  for (const [name, content] of Object.entries(files)) zip.add(name, Buffer.from(content))
  zip.finish()
  return path
}

async function tarred(
  files: Record<string, Uint8Array | string>,
  more: Partial<tar.Header>[] = [],
): Promise<Buffer> {
  const pack = tar.pack()
  for (const [name, content] of Object.entries(files)) pack.entry({ name }, Buffer.from(content))
  for (const header of more) pack.entry(header as tar.Header)
  pack.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of pack) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function unpack(path: string) {
  const out = folder.fresh('out')
  const headers = await unpackImagesInSandbox(path, out)
  return { out, headers, files: readdirSync(out, { recursive: true, withFileTypes: false }).sort() }
}

const header = (format: string) => ({ format, width: 31, height: 17 })

test('a zip and a tar, plain or packed, give the same images with what their headers say', async () => {
  const files = {
    'images/a/1.png': PNG,
    './2.JPG': JPEG,
    'b.webp': WEBP,
    'images/.DS_Store': 'x',
    'notes.txt': 'x',
  }
  const plain = await tarred(files, [{ name: 'link.png', type: 'symlink', linkname: '/etc/passwd' }])
  const { './2.JPG': second, ...rest } = files
  const archives = {
    zip: zipped({ ...rest, '2.JPG': second }),
    tar: folder.write('images', plain),
    gzip: folder.write('images', gzipSync(plain)),
    zstd: folder.write('images', zstdCompressSync(plain)),
  }
  for (const [kind, path] of Object.entries(archives)) {
    const { out, headers, files: found } = await unpack(path)
    assert.deepEqual(found, ['2.JPG', 'a', 'a/1.png', 'b.webp'], kind)
    assert.deepEqual(Object.fromEntries(headers), {
      'a/1.png': header('png'),
      '2.JPG': header('jpeg'),
      'b.webp': header('webp'),
    })
    assert.deepEqual(readFileSync(join(out, 'a/1.png')), PNG)
  }
})

test('broken images are named with a reason, and do not spoil the others', async () => {
  const huge = Buffer.from(PNG)
  huge.writeUInt32BE(60_000, 16)
  const path = zipped({ 'a.png': PNG, 'b.png': 'no picture', 'c.png': PNG.subarray(0, 18), 'd.png': huge })
  const { headers } = await unpack(path)
  assert.deepEqual(headers.get('a.png'), header('png'))
  assert.match(String(headers.get('b.png')), /neither PNG, JPEG nor WebP/)
  assert.match(String(headers.get('c.png')), /cut off/)
  assert.match(String(headers.get('d.png')), /60000 x 17 pixels/)
})

test('nothing is written outside the folder, whatever an entry is called', async () => {
  for (const name of ['../evil.png', 'images/../../evil.png', '/etc/evil.png', 'a\\..\\evil.png']) {
    await unpack(folder.write('images', await tarred({ [name]: PNG }))).catch((error) =>
      assert.equal(error.code, 'file_rejected'),
    )
    await unpack(zipped({ [name]: PNG })).catch((error) => assert.equal(error.code, 'file_rejected'))
  }
  const all = readdirSync(folder.path, { recursive: true }) as string[]
  assert.deepEqual(
    all.filter((path) => path.endsWith('evil.png')),
    [],
  )
})

test('a path that is there twice, or is also a folder, is rejected', async () => {
  const twice = await tarred({ 'a.png': PNG })
  await assert.rejects(
    unpack(folder.write('images', Buffer.concat([twice.subarray(0, -1024), twice]))),
    rejected,
  )
  await assert.rejects(unpack(zipped({ 'a.png': PNG, 'a.png/b.png': PNG })), rejected)
})

test('what is no archive, is cut, or claims a size that it has not is rejected', async () => {
  await assert.rejects(unpack(folder.write('images', 'this is not an archive')), rejected)
  const zip = readFileSync(zipped({ 'a.png': PNG, 'b.png': PNG }))
  await assert.rejects(unpack(folder.write('images', zip.subarray(0, -30))), rejected)
  const packed = gzipSync(await tarred({ 'a.png': Buffer.concat([PNG, Buffer.alloc(5000, 1)]) }))
  await assert.rejects(unpack(folder.write('images', packed.subarray(0, packed.length / 2))), rejected)
  const large = await tarred({ 'a.png': '' })
  large.write('77777777777', 124, 'latin1') // 8 GiB, with a checksum that does not fit
  await assert.rejects(unpack(folder.write('images', large)), rejected)
})

test('an archive of nothing gives nothing', async () => {
  const { headers, files } = await unpack(zipped({}))
  assert.deepEqual([headers.size, files], [0, []])
})
