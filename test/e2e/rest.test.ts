import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Person, Scope } from '#core/access.ts'
import { LIMITS } from '#operations/accounts/attempts.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { runWorker } from '#scoring/worker.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { countAttempt } from '#store/rate-windows.ts'
import { makeCaptain, makeChallenge, PERFECT } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { until } from '../helpers/processes.ts'
import { startWebsite } from '../helpers/website.ts'

const run = promisify(execFile)
const testDatabase = await freshDatabase()
const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-rest-'))

const website = await startWebsite(testDatabase)
const stop = new AbortController()
const worker = runWorker(stop.signal)
const world = await makeChallenge({ dailyQuota: 1_000 })
const captain = await makeCaptain(world.challenge)
const token = await tokenFor(captain, ['read', 'submit'])

after(async () => {
  await closeSender()
  stop.abort()
  await worker
  await rm(folder, { recursive: true, force: true })
})

async function tokenFor(person: Person, scopes: Scope[]): Promise<string> {
  return (await createToken.call(person, { name: 'test', scopes })).secret
}

async function curl(...args: string[]) {
  const { stdout } = await run('curl', [
    '-sS',
    '-H',
    `Authorization: Bearer ${token}`,
    '-w',
    '\n%{http_code}',
    ...args,
  ])
  const at = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(at + 1)), body: JSON.parse(stdout.slice(0, at)) }
}

const submissions = (query = '') => `${website.address}/api/v1/tasks/${world.task}/submissions${query}`

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const where = path.join(folder, name)
  await writeFile(where, content)
  return where
}

async function send(name: string, content: string | Uint8Array) {
  return curl(
    '--data-binary',
    `@${await file(name, content)}`,
    '-H',
    'Content-Type: application/octet-stream',
    submissions('?wait=30'),
  )
}

describe('submitting by curl', () => {
  it('a form with ?wait gives the finished report in one call', async () => {
    const { status, body } = await curl(
      '-F',
      'note=by form',
      '-F',
      `file=@${await file('form.csv', PERFECT)}`,
      submissions('?wait=30'),
    )
    assert.equal(status, 201)
    assert.deepEqual(
      [body.status, body.score, body.filename, body.note],
      ['scored', 1, 'form.csv', 'by form'],
    )
    assert.equal(body.public.scores.accuracy, 1)
    assert.equal(body.private, null)
  })

  it('a raw body, also compressed, scores the same', async () => {
    for (const content of [PERFECT, gzipSync(PERFECT), PERFECT.replaceAll('\n', '\r\n')]) {
      const { status, body } = await send('raw', content)
      assert.deepEqual([status, body.status, body.score], [201, 'scored', 1])
    }
  })

  const rows = (cells: string) => `id,prediction\n${cells}`
  const chances = (cells: string) => `id,cat,dog\n${cells}`
  const wrong: [
    name: string,
    content: string | Uint8Array,
    code: string,
    line: number | undefined,
    text: RegExp,
  ][] = [
    ['not a table', '<html><body>hello</body></html>', 'looks_like_html', undefined, /HTML/],
    ['header only', 'id,prediction\n', 'no_rows', 1, /./],
    ['a column is missing', 'id\n1\n2\n3\n4\n', 'missing_column', 1, /prediction/],
    [
      'a column is named wrong',
      'id,predicton\n1,cat\n2,dog\n3,cat\n4,dog\n',
      'missing_column',
      1,
      /prediction/,
    ],
    ['an unknown id', rows('1,cat\n2,dog\n3,cat\n9,dog\n'), 'unknown_id', 5, /9/],
    ['an id twice', rows('1,cat\n2,dog\n3,cat\n3,dog\n4,dog\n'), 'duplicate_id', 5, /3/],
    ['an id is missing', rows('1,cat\n2,dog\n3,cat\n'), 'missing_id', undefined, /4/],
    ['an unknown class', rows('1,cat\n2,wolf\n3,cat\n4,dog\n'), 'unknown_class', 3, /wolf/],
    ['a ragged row', rows('1,cat\n2,dog,extra\n3,cat\n4,dog\n'), 'ragged_row', 3, /./],
    ['not a number', chances('1,1,0\n2,x,1\n3,1,0\n4,0,1\n'), 'bad_number', 3, /x/],
    ['NaN', chances('1,1,0\n2,NaN,1\n3,1,0\n4,0,1\n'), 'not_finite', 3, /./],
    ['a negative probability', chances('1,1,0\n2,-0.5,1.5\n3,1,0\n4,0,1\n'), 'negative_probability', 3, /./],
    ['a sum that is not 1', chances('1,1,0\n2,0.5,0.6\n3,1,0\n4,0,1\n'), 'row_sum', 3, /1\.1/],
    ['latin-1', Buffer.from(rows('1,cat\n2,caf\xe9\n'), 'latin1'), 'not_utf8', 3, /UTF-8/],
    ['truncated Parquet', 'PAR1 and then nothing', 'truncated_parquet', undefined, /./],
  ]
  for (const [name, content, code, line, text] of wrong) {
    it(`rejected with where and what: ${name}`, async () => {
      const { status, body } = await send('wrong', content)
      assert.deepEqual([status, body.status, body.score], [201, 'rejected', null])
      const found = body.problems.find((problem: { code: string }) => problem.code === code)
      assert.ok(found, `no ${code} among ${JSON.stringify(body.problems)}`)
      assert.equal(found.line, line)
      assert.match(found.message, text)
    })
  }

  it('rejected files and refused requests cost no quota', async () => {
    const { body } = await curl(submissions('?limit=200'))
    const scored = body.submissions.filter((one: { status: string }) => one.status === 'scored')
    assert.equal(body.quota.used, scored.length)
  })

  it('an empty body and one above the limit are refused at once', async () => {
    const empty = await send('empty', '')
    assert.match(`${empty.status} ${empty.body.code}`, /^4\d\d (file_rejected|invalid_input)$/)
    const large = await send('large', Buffer.alloc(200_000, 'x'))
    assert.deepEqual([large.status, large.body.code], [413, 'body_too_large'])
    assert.match(large.body.detail, /100000 bytes/)
  })

  it('a connection cut half-way leaves nothing', async () => {
    const before = await database().submission.count()
    const { hostname, port } = new URL(website.address)
    const socket = connect(Number(port), hostname)
    const head = [
      `POST /api/v1/tasks/${world.task}/submissions HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${token}`,
    ]
    socket.write([...head, 'Content-Length: 90000', '', 'id,prediction\n1,cat\n'].join('\r\n'))
    const blobs = path.join(testDatabase.dataFolder, 'blobs', 'submissions')
    const partial = async () => (await readdir(blobs)).some((name) => name.endsWith('.partial'))
    await until(partial, 'the upload has begun')
    socket.destroy()
    await until(async () => !(await partial()), 'the half file is gone')
    assert.equal(await database().submission.count(), before)
    assert.equal((await readdir(blobs)).length, before)
  })
})

describe('who may', () => {
  const get = (url: string, bearer?: string) =>
    fetch(`${website.address}/api/v1${url}`, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} })

  it("another team's submission is not there", async () => {
    const other = await makeCaptain(world.challenge)
    const { body } = await send('mine', PERFECT)
    const answer = await get(`/submissions/${body.id}`, await tokenFor(other, ['read']))
    assert.equal(answer.status, 404)
    assert.equal((await get(`/submissions/${body.id}/file`, await tokenFor(other, ['read']))).status, 404)
    assert.equal(await (await get(`/submissions/${body.id}/file`, token)).text(), PERFECT)
  })

  it('an expired token says when it expired', async () => {
    const expired = await tokenFor(captain, ['read'])
    await database().apiToken.updateMany({
      where: { name: 'test', scopes: { equals: ['read'] } },
      data: { expiresAt: new Date(0) },
    })
    const answer = await get('/me', expired)
    const body = await answer.json()
    assert.deepEqual(
      [answer.status, body.code, answer.headers.get('content-type')],
      [401, 'token_expired', 'application/problem+json'],
    )
    assert.match(body.detail, /1970-01-01/)
  })

  it('a token without the scope learns which one it needs', async () => {
    const weak = await tokenFor(captain, ['teams'])
    const answer = await fetch(submissions(), {
      method: 'POST',
      body: PERFECT,
      headers: { authorization: `Bearer ${weak}` },
    })
    const body = await answer.json()
    assert.deepEqual([answer.status, body.code], [403, 'scope_missing'])
    assert.match(body.detail, /submit/)
  })
})

describe('odd requests', () => {
  it('a made-up X-Forwarded-For escapes no limit', async () => {
    const { attempts } = LIMITS['sign-up address']
    for (let i = 0; i < attempts; i++) {
      await countAttempt(database(), 'sign-up address 127.0.0.1', 3_600_000, new Date())
    }
    const answer = await fetch(`${website.address.replace('localhost', '127.0.0.1')}/api/v1/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
      body: JSON.stringify({ email: 'late@example.org', name: 'Late', password: 'a good long password' }),
    })
    assert.equal(answer.status, 429)
  })

  it('a text with U+0000 is refused, not a fault', async () => {
    const answer = await fetch(`${website.address}/api/v1/tasks/%00`)
    assert.deepEqual([answer.status, (await answer.json()).code], [400, 'invalid_input'])
  })

  it('JSON that is none, or no object, says so', async () => {
    for (const body of ['{', '[]', '7']) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${website.address}/api/v1/accounts`, { method: 'POST', body, headers })
      assert.deepEqual([answer.status, (await answer.json()).code], [400, 'invalid_input'])
    }
  })
})

describe('what machines read', () => {
  it('the board tells of a change by server-sent events', async () => {
    const leaving = new AbortController()
    const address = `${website.address}/api/v1/tasks/${world.task}/leaderboard/events`
    const answer = await fetch(address, { signal: leaving.signal })
    assert.equal(answer.headers.get('content-type'), 'text/event-stream')
    let seen = 0
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const chunk of answer.body!) seen += decoder.decode(chunk).split('event: change').length - 1
    })().catch(() => {})
    await until(() => seen >= 1, 'the stream says hello')
    await send('again', PERFECT)
    await until(() => seen >= 2, 'the stream tells of the new score')
    leaving.abort()
    await reading
  })

  it('OpenAPI describes each operation, and the description is whole', async () => {
    const document = await (await fetch(`${website.address}/api/v1/openapi.json`)).json()
    assert.equal(document.openapi, '3.1.0')
    const submit = document.paths['/tasks/{task}/submissions'].post
    assert.equal(submit.operationId, 'createSubmission')
    assert.ok(submit.requestBody.content['multipart/form-data'])
    assert.deepEqual(
      submit.parameters.map(({ name, in: place }: { name: string; in: string }) => `${place} ${name}`),
      ['path task', 'query note', 'query filename', 'query wait'],
    )
    for (const status of ['201', '400', '401', '403', '404', '409', '413', '422', '429', '500']) {
      assert.ok(submit.responses[status], `no answer ${status}`)
    }
  })

  it('an unknown address answers 404', async () => {
    const answer = await fetch(`${website.address}/api/v1/nothing/here`)
    const body = await answer.json()
    assert.deepEqual([answer.status, body.code], [404, 'not_found'])
    assert.match(body.detail, /GET \/api\/v1\/nothing\/here/)
  })
})
