/** The account routes as a script meets them: statuses, headers and bodies. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from 'next-auth/jwt'
import { PATCH as patchAccount } from '#app/api/v1/accounts/[account]/route.ts'
import { GET as getAccounts, POST as postAccount } from '#app/api/v1/accounts/route.ts'
import { POST as postPassword } from '#app/api/v1/me/password/route.ts'
import { GET as getMe, PATCH as patchMe } from '#app/api/v1/me/route.ts'
import { DELETE as deleteSessions } from '#app/api/v1/me/sessions/route.ts'
import { DELETE as deleteToken } from '#app/api/v1/me/tokens/[token]/route.ts'
import { GET as getTokens, POST as postToken } from '#app/api/v1/me/tokens/route.ts'
import { LIMITS } from '#operations/accounts/attempts.ts'
import { database } from '#store/database.ts'
import { countAttempt } from '#store/rate-windows.ts'
import { freshDatabase } from '#test/helpers/database.ts'
import { makePerson } from '#test/helpers/people.ts'

await freshDatabase()
const secret = 'a secret of at least thirty-two characters'
process.env.GRANDSTAND_SECRET = secret
process.env.GRANDSTAND_URL = 'http://grandstand.test'
const password = 'a good long password'

type Handler = typeof postAccount

interface Asked {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

async function ask(
  handler: Handler,
  sent: {
    headers?: Record<string, string>
    body?: unknown
    params?: Record<string, string>
    method?: string
  },
): Promise<Asked> {
  const request = new Request('http://grandstand.test/api/v1/any', {
    method: sent.method ?? (sent.body === undefined ? 'GET' : 'POST'),
    headers: { ...(sent.body !== undefined && { 'content-type': 'application/json' }), ...sent.headers },
    body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
  })
  const answer = await handler(request, { params: Promise.resolve(sent.params ?? {}) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : {} }
}

async function cookieOf(userId: string): Promise<Record<string, string>> {
  const token = await encode({ token: { sub: userId, signedInAt: Date.now() }, secret })
  return { cookie: `next-auth.session-token=${token}` }
}

test('sign up, make a token in a session, use it, revoke it', async () => {
  const body = { email: 'Sue@example.org', name: 'Sue', password }
  const made = await ask(postAccount, { body })
  assert.deepEqual([made.status, made.body.email, made.body.role], [201, 'sue@example.org', 'participant'])
  const session = await cookieOf(String(made.body.id))
  const token = await ask(postToken, { headers: session, body: { name: 'laptop', scopes: ['read'] } })
  assert.equal(token.status, 201)
  assert.equal(token.headers.get('cache-control'), 'no-store')
  const bearer = { authorization: `Bearer ${token.body.secret}` }
  const me = await ask(getMe, { headers: bearer })
  assert.deepEqual([me.status, me.body.id, me.body.scopes], [200, made.body.id, ['read']])
  assert.equal(((await ask(getTokens, { headers: bearer })).body.tokens as unknown[]).length, 1)
  const params = { token: String(token.body.id) }
  const refused = await ask(deleteToken, { headers: bearer, method: 'DELETE', params })
  assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'])
  const gone = await ask(deleteToken, { headers: session, method: 'DELETE', params })
  assert.deepEqual([gone.status, gone.body], [204, {}])
  const after = await ask(getMe, { headers: bearer })
  assert.deepEqual([after.status, after.body.code], [401, 'unauthenticated'])
  assert.equal(after.headers.get('www-authenticate'), 'Bearer')
})

test('a taken e-mail is 409 and names the field; a weak password is 400', async () => {
  const body = { email: 'sue@example.org', name: 'Other', password }
  const taken = await ask(postAccount, { body })
  assert.equal(taken.status, 409)
  assert.match(taken.headers.get('content-type')!, /^application\/problem\+json/)
  assert.deepEqual(
    (taken.body.problems as { column: string; code: string }[]).map(({ column, code }) => [column, code]),
    [['email', 'email_taken']],
  )
  const weak = await ask(postAccount, { body: { ...body, email: 'new@example.org', password: 'short' } })
  assert.deepEqual([weak.status, weak.body.code], [400, 'invalid_input'])
})

test('too many sign-ups from one address are 429 with Retry-After', async () => {
  const { attempts } = LIMITS['sign-up address']
  for (let i = 0; i < attempts; i++) {
    await countAttempt(database(), 'sign-up address 198.51.100.9', 3_600_000, new Date())
  }
  const body = { email: 'late@example.org', name: 'Late', password }
  const headers = { 'x-forwarded-for': '203.0.113.1, 198.51.100.9' }
  const answer = await ask(postAccount, { body, headers })
  assert.deepEqual([answer.status, answer.body.code], [429, 'too_many_requests'])
  const seconds = Number(answer.headers.get('retry-after'))
  assert.ok(seconds > 3500 && seconds <= 3600, `${seconds}`)
})

test('an expired token is 401 and says when it expired', async () => {
  const person = await makePerson()
  const session = await cookieOf(person.userId)
  const made = await ask(postToken, { headers: session, body: { name: 'old', scopes: ['read'] } })
  const expiresAt = new Date('2026-01-02T03:04:05Z')
  await database().apiToken.update({ where: { id: String(made.body.id) }, data: { expiresAt } })
  const answer = await ask(getMe, { headers: { authorization: `Bearer ${made.body.secret}`, ...session } })
  assert.deepEqual([answer.status, answer.body.code], [401, 'token_expired'])
  assert.match(String(answer.body.detail), /expired at 2026-01-02T03:04:05\.000Z/)
})

test('name, password and sessions are changed in a session', async () => {
  const person = await makePerson()
  const session = await cookieOf(person.userId)
  const named = await ask(patchMe, { headers: session, method: 'PATCH', body: { name: 'Renamed' } })
  assert.deepEqual([named.status, named.body.name], [200, 'Renamed'])
  const changed = await ask(postPassword, { headers: session, body: { password } })
  assert.equal(changed.status, 204)
  assert.equal((await ask(getMe, { headers: session })).status, 401)
  const next = await cookieOf(person.userId)
  assert.equal((await ask(deleteSessions, { headers: next, method: 'DELETE' })).status, 204)
})

test('operators list accounts and change them; others may not', async () => {
  const [operator, person] = [await makePerson('operator'), await makePerson()]
  const headers = await cookieOf(operator.userId)
  const listed = await ask(getAccounts, { headers })
  assert.equal(listed.status, 200)
  const params = { account: person.userId }
  const body = { role: 'organiser' }
  const changed = await ask(patchAccount, { headers, method: 'PATCH', params, body })
  assert.deepEqual([changed.status, changed.body.role], [200, 'organiser'])
  const own = await cookieOf(person.userId)
  assert.equal((await ask(getAccounts, { headers: own })).status, 403)
  assert.equal((await ask(patchAccount, { headers: own, method: 'PATCH', params, body })).status, 403)
  assert.equal((await ask(getAccounts, {})).status, 401)
})
