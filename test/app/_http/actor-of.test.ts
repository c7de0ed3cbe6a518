import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from 'next-auth/jwt'
import { actorOf } from '#app/_http/actor-of.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { database } from '#store/database.ts'
import { freshDatabase } from '#test/helpers/database.ts'
import { makePerson } from '#test/helpers/people.ts'

await freshDatabase()
const secret = 'a secret of at least thirty-two characters'
process.env.GRANDSTAND_SECRET = secret
process.env.GRANDSTAND_URL = 'http://grandstand.test'
const address = 'http://grandstand.test/api/v1/me'

const person = await makePerson()
const claims = { sub: person.userId, signedInAt: Date.now() }
const cookie = `other=1; next-auth.session-token=${await encode({ token: claims, secret })}; last=2`
const { secret: token } = await createToken.call(person, { name: 'test', scopes: ['read'] })

const ask = (headers: Record<string, string>, method = 'GET') =>
  actorOf(new Request(address, { method, headers: { host: 'grandstand.test', ...headers } }))

test('nobody, a token, a cookie', async () => {
  assert.deepEqual(await ask({}), { kind: 'anonymous' })
  assert.deepEqual(await ask({ cookie }), person)
  assert.deepEqual(await ask({ authorization: `Bearer ${token}` }), { ...person, scopes: ['read'] })
  assert.deepEqual(await ask({ authorization: `bearer  ${token} ` }), { ...person, scopes: ['read'] })
})

test('the token counts before the cookie, and a bad token never falls back to it', async () => {
  const scopes = ['read']
  assert.deepEqual(await ask({ cookie, authorization: `Bearer ${token}` }), { ...person, scopes })
  for (const authorization of ['Bearer gst_wrong', 'Bearer', 'Bearer ', token, 'Token abc', '']) {
    await assert.rejects(ask({ cookie, authorization }), { code: 'unauthenticated' }, authorization)
  }
  await database().apiToken.updateMany({ data: { expiresAt: new Date(0) } })
  const expired = ask({ cookie, authorization: `Bearer ${token}` })
  await assert.rejects(expired, { code: 'token_expired', message: /1970-01-01T00:00:00.000Z/ })
  await database().apiToken.updateMany({ data: { expiresAt: new Date(Date.now() + 60_000) } })
})

test("a proxy's own Basic password is not ours", async () => {
  assert.deepEqual(await ask({ cookie, authorization: 'Basic dTpw' }), person)
})

test('cookies that are forged, cut, expired, of another kind or too old are nobody', async () => {
  const name = 'next-auth.session-token'
  const whole = cookie.split(';')[1].split('=')[1]
  const wrong = [
    '',
    'garbage',
    whole.slice(0, -2),
    await encode({ token: claims, secret: `${secret}!` }),
    await encode({ token: claims, secret, maxAge: -60 }),
    await encode({ token: { sub: person.userId }, secret }),
    await encode({ token: { ...claims, sub: 'usr_none' }, secret }),
    await encode({ token: { ...claims, signedInAt: 0 }, secret }),
    await encode({ token: { ...claims, signedInAt: 'later' }, secret }),
  ]
  for (const value of wrong) {
    assert.deepEqual(await ask({ cookie: `${name}=${value}` }), { kind: 'anonymous' }, value)
  }
  // over http the https name means nothing, and a name that only begins alike neither
  assert.deepEqual(await ask({ cookie: `__Secure-${name}=${whole}` }), { kind: 'anonymous' })
  assert.deepEqual(await ask({ cookie: `${name}x=${whole}` }), { kind: 'anonymous' })
})

test('pages of other sites cannot write with the cookie; tokens and our own pages can', async () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'http://grandstand.test.evil.example' },
    { origin: 'null' },
  ]
  for (const headers of foreign) {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
      await assert.rejects(ask({ cookie, ...headers }, method), { code: 'forbidden' })
    }
    assert.deepEqual(await ask({ cookie, ...headers }), person)
    assert.equal((await ask({ authorization: `Bearer ${token}`, ...headers }, 'POST')).kind, 'person')
    assert.deepEqual(await ask(headers, 'POST'), { kind: 'anonymous' })
  }
  const own: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://grandstand.test' },
  ]
  for (const headers of own) assert.deepEqual(await ask({ cookie, ...headers }, 'POST'), person)
})

test('a session ends with its account', async () => {
  await database().user.update({ where: { id: person.userId }, data: { disabledAt: new Date() } })
  assert.deepEqual(await ask({ cookie }), { kind: 'anonymous' })
  await assert.rejects(ask({ authorization: `Bearer ${token}` }), { code: 'forbidden' })
})
