import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { GrandstandError } from '#core/errors.ts'
import { ZipWriter } from '#datasets/zip-writer.ts'
import { programDigest } from '#scoring/scorer-program/program-digest.ts'
import { unpackProgram } from '#scoring/scorer-program/unpack-program.ts'
import { folderOf, manifestText } from './scorer-case.ts'

type Entries = readonly (readonly [
  name: string,
  content: string | Buffer,
  type?: 'symlink' | 'link' | 'fifo' | 'character-device' | 'block-device' | 'directory',
])[]

const PROGRAM = [
  ['scorer.yaml', manifestText('node')],
  ['score.mjs', 'export {}'],
  ['tables/ä b.csv', 'x\n'],
] as const satisfies Entries

function zip(entries: Entries): string {
  const path = join(folderOf({}), 'program.zip')
  const writer = new ZipWriter(path)
  for (const [name, content] of entries) writer.add(name, Buffer.from(content))
  writer.finish()
  return path
}

async function tar(entries: Entries): Promise<string> {
  const path = join(folderOf({}), 'program.tar.gz')
  const archive = pack()
  for (const [name, content, type = 'file'] of entries) {
    const linkname = type.endsWith('link') ? '/etc/passwd' : undefined
    archive.entry({ name, type, linkname, mode: 0o6755 }, Buffer.from(content))
  }
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  writeFileSync(path, gzipSync(Buffer.concat(chunks)))
  return path
}

const packers = [
  ['zip', async (entries: Entries) => zip(entries)],
  ['tar.gz', tar],
] as const

/** What lies around and in the folder that an archive was unpacked into. */
function everythingIn(around: string): string[] {
  return readdirSync(around, { recursive: true, encoding: 'utf8' }).sort()
}

async function unpack(archive: string): Promise<{ around: string; folder: string }> {
  const around = folderOf({})
  mkdirSync(join(around, 'into'))
  return { around, folder: await unpackProgram(archive, join(around, 'into')) }
}

for (const [kind, packed] of packers) {
  test(`a ${kind} is unpacked as it was packed, wrapped in a folder or not, without what does not belong`, async () => {
    const plain = await unpack(await packed(PROGRAM))
    assert.equal(readFileSync(join(plain.folder, 'tables/ä b.csv'), 'utf8'), 'x\n')
    const wrapped = await unpack(
      await packed([
        ...PROGRAM.map(([name, content]) => [`mine/${name}`, content] as const),
        ['mine/.DS_Store', 'x'],
        ['mine/__pycache__/score.pyc', 'x'],
        ['__MACOSX/mine/._score.mjs', 'x'],
        ['.git/config', 'x'],
      ]),
    )
    assert.equal(wrapped.folder, join(wrapped.around, 'into/mine'))
    assert.equal(await programDigest(wrapped.folder), await programDigest(plain.folder))
    assert.deepEqual(everythingIn(wrapped.folder), ['score.mjs', 'scorer.yaml', 'tables', 'tables/ä b.csv'])
  })

  const hostile: [what: string, entries: Entries, code: string][] = [
    ['a name that leads out', [...PROGRAM, ['../out.txt', 'x']], 'bad_name'],
    ['a name that leads out by the way', [...PROGRAM, ['a/../../out.txt', 'x']], 'bad_name'],
    ['an absolute name', [...PROGRAM, ['/tmp/grandstand-out.txt', 'x']], 'bad_name'],
    ['a backslash', [...PROGRAM, ['x\\..\\..\\out.txt', 'x']], 'bad_name'],
    ['a line break', [...PROGRAM, ['a\nb', 'x']], 'bad_name'],
    ['a name twice', [...PROGRAM, ['score.mjs', 'y']], 'name_twice'],
    ['endless depth', [...PROGRAM, [`${'a/'.repeat(20)}b`, 'x']], 'bad_name'],
    ['a file where a folder is', [...PROGRAM, ['tables', 'x']], 'name_twice'],
    ['a folder where a file is', [...PROGRAM, ['score.mjs/x', 'x']], 'name_twice'],
    ['a name longer than file systems take', [...PROGRAM, ['é'.repeat(128), 'x']], 'bad_name'],
    ['nothing', [], 'archive_empty'],
  ]
  for (const [what, entries, code] of hostile) {
    test(`a ${kind} with ${what} is refused and leaves nothing outside`, async () => {
      const around = folderOf({})
      mkdirSync(join(around, 'into'))
      await assert.rejects(unpackProgram(await packed(entries), join(around, 'into')), (error) => {
        assert.ok(error instanceof GrandstandError && error.code === 'file_rejected', String(error))
        // yauzl refuses some names by itself
        assert.ok([code, 'archive_damaged'].includes(error.problems[0].code), error.message)
        return true
      })
      assert.deepEqual(readdirSync(around), ['into'])
    })
  }
}

for (const type of ['symlink', 'link', 'fifo', 'character-device', 'block-device'] as const) {
  test(`a tar with a ${type} is refused`, async () => {
    const archive = await tar([...PROGRAM, ['secrets', '', type]])
    await assert.rejects(unpack(archive), /"secrets" is a link or a special file/)
  })
}

test('a zip with a symbolic link is refused', async () => {
  const path = zip([...PROGRAM, ['secrets', '/etc/passwd']])
  const bytes = readFileSync(path)
  // the last entry of the central directory: made on Unix, mode 0120777
  const at = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
  bytes.writeUInt8(3, at + 5)
  bytes.writeUInt32LE((0o120777 << 16) >>> 0, at + 38)
  writeFileSync(path, bytes)
  await assert.rejects(unpack(path), /"secrets" is a link or a special file/)
})

test('a tar that unpacks to more than its limit is stopped there, whatever it declares', async () => {
  const archive = await tar([...PROGRAM, ['zeros.bin', Buffer.alloc(330 * 1024 * 1024)]])
  await assert.rejects(unpack(archive), /more than 256 MiB/)
})

test('an archive that lists folders without end is stopped', async () => {
  const folders = Array.from({ length: 100_001 }, (_, i) => [`${i}`, '', 'directory'] as const)
  await assert.rejects(unpack(await tar(folders)), /more than 100000 files and folders/)
})

test('names that differ in case alone are two files, and none of them the manifest', async () => {
  const archive = await tar([...PROGRAM, ['SCORER.YAML', 'command: other.py'], ['Score.mjs', 'throw 1']])
  const { folder } = await unpack(archive)
  assert.equal(readFileSync(join(folder, 'scorer.yaml'), 'utf8'), manifestText('node'))
  assert.equal(readFileSync(join(folder, 'score.mjs'), 'utf8'), 'export {}')
})

test('a header that wants a gigabyte for a name is refused before it is read', async () => {
  const bytes = gunzipSync(readFileSync(await tar([['x'.repeat(150), 'x']])))
  // the extended header of the long name: its size, then its checksum, in octal digits
  bytes.write('10000000000 ', 124, 'latin1')
  bytes.fill(' ', 148, 156)
  bytes.write(
    `${bytes
      .subarray(0, 512)
      .reduce((a, b) => a + b, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  )
  const path = join(folderOf({}), 'program.tar.gz')
  writeFileSync(path, gzipSync(bytes))
  await assert.rejects(unpack(path), /exceeds max size/)
})

test('a folder that cannot be written is no fault of the archive', async () => {
  const archive = await tar(PROGRAM)
  await assert.rejects(unpackProgram(archive, '/proc/self'), (error) => {
    assert.ok(!(error instanceof GrandstandError), String(error))
    return true
  })
})

test('what is no archive, or a broken one, is refused with what to send', async () => {
  const file = (content: string | Buffer) => {
    const path = join(folderOf({}), 'file')
    writeFileSync(path, content)
    return path
  }
  await assert.rejects(unpack(file('command: score.py')), /neither a zip nor a tar\.gz/)
  await assert.rejects(unpack(file('')), /neither a zip nor a tar\.gz/)
  const whole = readFileSync(await tar(PROGRAM))
  await assert.rejects(unpack(file(whole.subarray(0, whole.length - 20))), { code: 'file_rejected' })
  const zipped = readFileSync(zip(PROGRAM))
  await assert.rejects(unpack(file(zipped.subarray(0, zipped.length - 30))), /cannot be unpacked/)
})
