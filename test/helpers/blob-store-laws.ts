import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { it } from 'node:test'
import type { BlobStore } from '#store/blob-store.ts'

/** Longer than one part of a multipart upload (5 MiB), so that both ways of sending are taken. */
const LARGE_BYTES = 12_000_000

/** What every object store must do; call it inside a `describe`. */
export function blobStoreLaws(open: () => BlobStore): void {
  for (const [name, sizeBytes] of [
    ['nothing', 0],
    ['a few bytes', 19],
    ['more than one part', LARGE_BYTES],
  ] as const) {
    it(`gives back ${name}, byte for byte, with size and sha256`, async () => {
      const store = open()
      const content = Buffer.alloc(sizeBytes, 'grandstand ')
      const stored = await store.put(`laws/${sizeBytes}`, chunks(content))
      assert.deepEqual(stored, { sizeBytes, sha256: createHash('sha256').update(content).digest('hex') })
      assert.ok((await buffer(await store.get(`laws/${sizeBytes}`))).equals(content))
    })
  }

  it('reads a range', async () => {
    const store = open()
    await store.put('laws/range', [Buffer.from('0123456789')])
    assert.equal((await buffer(await store.get('laws/range', { start: 2, end: 4 }))).toString(), '234')
    assert.equal((await buffer(await store.get('laws/range', { start: 7 }))).toString(), '789')
  })

  it('replaces a file whole', async () => {
    const store = open()
    await store.put('laws/again', [Buffer.from('first and long')])
    await store.put('laws/again', [Buffer.from('second')])
    assert.equal((await buffer(await store.get('laws/again'))).toString(), 'second')
  })

  it('holds nothing after a source that failed half-way', async () => {
    const store = open()
    async function* failing() {
      yield Buffer.alloc(LARGE_BYTES)
      throw new Error('the sender is gone')
    }
    await assert.rejects(store.put('laws/half', failing()), /the sender is gone/)
    await assert.rejects(store.get('laws/half'), { code: 'not_found' })
  })

  it('says not_found, and deleting what is absent is fine', async () => {
    const store = open()
    await store.put('laws/gone', [Buffer.from('x')])
    await store.delete('laws/gone')
    await store.delete('laws/gone')
    await assert.rejects(store.get('laws/gone'), { code: 'not_found' })
  })
}

function* chunks(content: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += 100_000) yield content.subarray(at, at + 100_000)
}
