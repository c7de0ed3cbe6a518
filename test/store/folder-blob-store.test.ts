import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { folderBlobStore } from '#store/folder-blob-store.ts'
import { blobStoreLaws } from '../helpers/blob-store-laws.ts'

const folder = await mkdtemp(join(tmpdir(), 'grandstand-blobs-'))
after(() => rm(folder, { recursive: true, force: true }))

describe('folderBlobStore', () => {
  blobStoreLaws(() => folderBlobStore(folder))

  it('leaves no partial file behind', async () => {
    const names = await readdir(folder, { recursive: true })
    assert.deepEqual(
      names.filter((name) => name.includes('partial')),
      [],
    )
  })

  for (const key of ['../x', '/etc/passwd', 'a/../../b', 'a//b', '.hidden', 'a/.b', '', 'a\0b']) {
    it(`refuses the key ${JSON.stringify(key)}`, async () => {
      await assert.rejects(folderBlobStore(folder).put(key, []), /not a blob key/)
    })
  }
})
