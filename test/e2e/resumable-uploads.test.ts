import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { after, describe, it } from 'node:test'
import { DetailedError, Upload } from 'tus-js-client'
import type { Person } from '#core/access.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { closeSender } from '#store/queue.ts'
import { freshDatabase } from '../helpers/database.ts'
import { makePerson } from '../helpers/people.ts'
import { until } from '../helpers/processes.ts'
import { startWebsite } from '../helpers/website.ts'

after(closeSender)
const website = await startWebsite(await freshDatabase(), () => ({
  GRANDSTAND_DATASET_MAX_BYTES: '50000000',
}))
const address = `${website.address}/api/v1/uploads`
const organiser = await makePerson('organiser')
const about = {
  summary: 'Random bytes',
  description: '',
  licence: 'CC0-1.0',
  kind: 'classification',
  visibility: 'public',
} as const
await createDataset.call(organiser, { slug: 'large', title: 'Large', ...about })
const { id: release } = await createRelease.call(organiser, { dataset: 'large' })
const content = randomBytes(20_000_000)
const sha256 = createHash('sha256').update(content).digest('hex')

async function authorization(person: Person): Promise<Record<string, string>> {
  const { secret } = await createToken.call(person, { name: 'upload', scopes: ['read', 'organise'] })
  return { authorization: `Bearer ${secret}` }
}

const own = await authorization(organiser)
const tus = { 'tus-resumable': '1.0.0' }

function encoded(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}

function begin(metadata: Record<string, string>, length = content.length, who = own): Promise<Response> {
  const headers = { ...who, ...tus, 'upload-length': String(length), 'upload-metadata': encoded(metadata) }
  return fetch(address, { method: 'POST', headers })
}

async function begun(table: string): Promise<string> {
  const response = await begin({ release, table, filename: `${table}.csv` })
  assert.equal(response.status, 201)
  return new URL(response.headers.get('location')!, address).href
}

function patch(upload: string, offset: number, piece: Uint8Array, who = own): Promise<Response> {
  const type = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
  return fetch(upload, { method: 'PATCH', headers: { ...who, ...tus, ...type }, body: new Uint8Array(piece) })
}

async function offsetOf(upload: string): Promise<number> {
  const response = await fetch(upload, { method: 'HEAD', headers: { ...own, ...tus } })
  assert.equal(response.status, 200)
  return Number(response.headers.get('upload-offset'))
}

/** Sends a part of what was promised and tears the connection down. */
async function sendAndCut(upload: string, sent: number): Promise<void> {
  const { hostname, port, pathname } = new URL(upload)
  const socket = connect(Number(port), hostname)
  const head = [
    `PATCH ${pathname} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: ${own.authorization}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    'Upload-Offset: 0',
    `Content-Length: ${content.length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await new Promise<void>((resolve) => socket.write(content.subarray(0, sent), () => resolve()))
  await new Promise((resolve) => setTimeout(resolve, 300))
  socket.destroy()
}

async function source(table: string) {
  const { sources } = await getRelease.call(organiser, { release })
  return sources.find((one) => one.table === table)
}

describe('tables sent in pieces', () => {
  it('a cut keeps what has arrived, and only the rest is sent', async () => {
    const upload = await begun('train')
    await sendAndCut(upload, 9_000_000)
    await until(async () => (await offsetOf(upload)) > 0, 'some bytes have arrived')
    const offset = await offsetOf(upload)
    assert.ok(offset <= 9_000_000)
    assert.equal((await patch(upload, offset, content.subarray(offset, 15_000_000))).status, 204)
    assert.equal(await source('train'), undefined)
    assert.equal((await patch(upload, 15_000_000, content.subarray(15_000_000))).status, 204)
    assert.deepEqual(await source('train'), {
      ...{ table: 'train', filename: 'train.csv', sizeBytes: content.length, sha256 },
    })
    assert.equal(
      await offsetOf(upload),
      content.length,
      'who missed the last answer learns that all is there',
    )
  })

  it('a client of the protocol sends a file, and a piece at the wrong place is refused', async () => {
    const upload = new Upload(content, {
      endpoint: address,
      headers: own,
      chunkSize: 3_000_000,
      metadata: { release, table: 'test', filename: 'test.csv' },
    })
    await new Promise<void>((resolve, reject) => {
      upload.options.onSuccess = () => resolve()
      upload.options.onError = reject
      upload.start()
    })
    assert.equal((await source('test'))?.sha256, sha256)
    const other = await begun('table')
    assert.equal((await patch(other, 5, content.subarray(0, 10))).status, 409)
    assert.equal(await offsetOf(other), 0)
  })

  it('nobody goes on with the upload of somebody else', async () => {
    const upload = await begun('table')
    const stranger = await authorization(await makePerson('organiser'))
    const answer = await patch(upload, 0, content.subarray(0, 10), stranger)
    assert.equal(answer.status, 404)
    assert.match((await answer.json()).detail, /no upload .* of yours/)
    assert.equal((await patch(upload, 0, content.subarray(0, 10), {} as typeof own)).status, 401)
    assert.equal((await begin({ release, table: 'train' }, 10, stranger)).status, 404)
  })

  it('what cannot become a table is refused before a byte is sent', async () => {
    const wrong = await begin({ release, table: 'trian' })
    assert.equal(wrong.status, 400)
    assert.match(JSON.stringify(await wrong.json()), /table/)
    assert.equal((await begin({ release: 'rel_none', table: 'train' })).status, 404)
    assert.equal((await begin({ release, table: 'train' }, 50_000_001)).status, 413)
  })

  it('an upload that is given up is gone', async () => {
    const upload = await begun('table')
    assert.equal((await fetch(upload, { method: 'DELETE', headers: { ...own, ...tus } })).status, 204)
    const answer = await fetch(upload, { method: 'HEAD', headers: { ...own, ...tus } })
    assert.equal(answer.status, 404)
  })

  it('the client is told in the words of the platform why it is refused', async () => {
    const upload = new Upload(content, {
      ...{
        endpoint: address,
        headers: own,
        metadata: { release: 'rel_none', table: 'train' },
        retryDelays: [],
      },
    })
    const error = await new Promise<unknown>((resolve) => {
      upload.options.onError = resolve
      upload.start()
    })
    assert.ok(error instanceof DetailedError)
    assert.match(error.originalResponse?.getBody() ?? '', /There is no release rel_none/)
  })
})
