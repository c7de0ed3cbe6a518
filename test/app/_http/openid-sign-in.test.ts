import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { actorOf } from '#app/_http/actor-of.ts'
import { authOptions } from '#app/_http/auth-options.ts'
import { runNextAuth } from '#app/_http/run-next-auth.ts'
import { actorOfToken } from '#operations/accounts/actor.ts'
import { createAccount } from '#operations/accounts/create-account.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { signInWithPassword } from '#operations/accounts/sign-in.ts'
import { database } from '#store/database.ts'
import { CookieJar } from '#test/helpers/cookie-jar.ts'
import { freshDatabase } from '#test/helpers/database.ts'
import { startOpenIdProvider } from '#test/helpers/openid-provider.ts'

await freshDatabase()
const site = 'https://grandstand.test'
const provider = await startOpenIdProvider(`${site}/api/auth/callback/oidc`)
after(() => provider.close())
process.env.GRANDSTAND_URL = site
process.env.GRANDSTAND_SECRET = 'a secret of at least thirty-two characters'
process.env.OIDC_ISSUER = provider.issuer
process.env.OIDC_CLIENT_ID = provider.clientId
process.env.OIDC_CLIENT_SECRET = provider.clientSecret
const password = 'a good long password'

/** One request of a browser to our site. */
async function visit(jar: CookieJar, path: string, form?: Record<string, string>): Promise<Response> {
  const request = new Request(new URL(path, site), {
    headers: { cookie: jar.header },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  })
  return jar.keep(await runNextAuth(request, authOptions()))
}

async function leaveForProvider(jar: CookieJar, callbackUrl = '/challenges'): Promise<string> {
  const { csrfToken } = (await (await visit(jar, '/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await visit(jar, '/api/auth/signin/oidc', { csrfToken, callbackUrl })
  return answer.headers.get('location')!
}

/** The whole journey; resolves to where our site sends the browser at last. */
async function signIn(jar: CookieJar, subject: string): Promise<string> {
  const back = await provider.authorize(await leaveForProvider(jar), subject)
  return (await visit(jar, back)).headers.get('location')!
}

const whoIs = (jar: CookieJar) =>
  actorOf(new Request(`${site}/api/v1/me`, { headers: { cookie: jar.header } }))

test('a first visit makes an account and a session; the next finds the same account', async () => {
  provider.people.alice = { email: 'Alice@Example.org', email_verified: true, name: 'Alice A.' }
  const jar = new CookieJar()
  assert.equal(await signIn(jar, 'alice'), `${site}/challenges`)
  const actor = await whoIs(jar)
  assert.equal(actor.kind, 'person')
  assert.deepEqual(actor.kind === 'person' && [actor.email, actor.name, actor.role, actor.scopes], [
    'alice@example.org',
    'Alice A.',
    'participant',
    'all',
  ])
  // the provider is asked for who it is, not for how they are called today
  provider.people.alice = { email: 'renamed@example.org', email_verified: false, name: 'Alice B.' }
  const other = new CookieJar()
  await signIn(other, 'alice')
  assert.deepEqual(await whoIs(other), actor)
})

test('cookies are HttpOnly, SameSite=Lax and, on an https site, Secure', async () => {
  provider.people.carol = { email: 'carol@example.org', email_verified: true }
  const jar = new CookieJar()
  const back = await provider.authorize(await leaveForProvider(jar), 'carol')
  const answer = await visit(jar, back)
  const session = answer.headers.getSetCookie().find((line) => line.includes('session-token'))!
  assert.match(session, /^__Secure-next-auth\.session-token=/)
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) {
    assert.ok(session.includes(attribute), attribute)
  }
})

test('the request to the provider carries PKCE, state and nonce, and they are checked at the return', async () => {
  provider.people.dave = { email: 'dave@example.org', email_verified: true }
  const jar = new CookieJar()
  const leave = new URL(await leaveForProvider(jar))
  for (const name of ['code_challenge', 'state', 'nonce']) assert.ok(leave.searchParams.get(name), name)
  assert.equal(leave.searchParams.get('code_challenge_method'), 'S256')
  const back = new URL(await provider.authorize(leave.href, 'dave'))
  // somebody else's browser brings the same answer
  const stranger = new CookieJar()
  await visit(stranger, back.href)
  assert.deepEqual(await whoIs(stranger), { kind: 'anonymous' })
  const forged = new URL(back)
  forged.searchParams.set('state', 'forged')
  const before = await leaveForProvider(stranger).then(() => stranger)
  await visit(before, forged.href)
  assert.deepEqual(await whoIs(before), { kind: 'anonymous' })
})

test('a verified e-mail joins the account that has it, and takes its other keys away', async () => {
  const account = await createAccount.call(
    { kind: 'anonymous' },
    { email: 'erin@example.org', name: 'Perhaps Erin', password },
  )
  const owner = { kind: 'person', userId: account.id, ...account, scopes: 'all' } as const
  const token = await createToken.call(owner, { name: 'old', scopes: ['read'] })
  provider.people.erin = { email: 'erin@example.org', email_verified: true, name: 'Erin' }
  const jar = new CookieJar()
  await signIn(jar, 'erin')
  const actor = await whoIs(jar)
  assert.equal(actor.kind === 'person' && actor.userId, account.id)
  const byPassword = signInWithPassword({ email: account.email, password }, { now: new Date() })
  await assert.rejects(byPassword, { code: 'unauthenticated' })
  await assert.rejects(actorOfToken(token.secret, new Date()), { code: 'unauthenticated' })
  // from the second visit on it is simply their account: nothing is taken away again
  const next = await createToken.call(owner, { name: 'new', scopes: ['read'] })
  await signIn(new CookieJar(), 'erin')
  await actorOfToken(next.secret, new Date())
  assert.equal((await whoIs(jar)).kind, 'person')
})

test('an e-mail that is not verified joins nothing', async () => {
  const input = { email: 'frank@example.org', name: 'Frank', password }
  const account = await createAccount.call({ kind: 'anonymous' }, input)
  for (const verified of [false, undefined, 'false', 1]) {
    provider.people.mallory = { email: 'frank@example.org', email_verified: verified }
    const jar = new CookieJar()
    assert.equal(await signIn(jar, 'mallory'), '/sign-in?error=already_exists')
    assert.deepEqual(await whoIs(jar), { kind: 'anonymous' })
  }
  assert.equal(await database().identity.count({ where: { userId: account.id } }), 0)
  await signInWithPassword(input, { now: new Date() })
})

test('a provider that tells no e-mail is refused with that reason', async () => {
  provider.people.grace = { name: 'Grace' }
  assert.equal(await signIn(new CookieJar(), 'grace'), '/sign-in?error=invalid_input')
})

test('a disabled account stays out', async () => {
  await database().user.update({ where: { email: 'carol@example.org' }, data: { disabledAt: new Date() } })
  const jar = new CookieJar()
  assert.equal(await signIn(jar, 'carol'), '/sign-in?error=forbidden')
  assert.deepEqual(await whoIs(jar), { kind: 'anonymous' })
})

test('a person who turns back at the provider comes to the sign-in page', async () => {
  const jar = new CookieJar()
  const state = new URL(await leaveForProvider(jar)).searchParams.get('state')!
  let address = `/api/auth/callback/oidc?error=access_denied&state=${state}`
  for (let hops = 0; address.includes('/api/auth/') && hops < 4; hops++) {
    address = (await visit(jar, address)).headers.get('location')!
  }
  assert.match(address, /^\/sign-in\?.*error=Callback$/)
})

test('next-auth takes e-mail and password too, with its own token against forged forms only', async () => {
  const fields = { email: 'frank@example.org', password, json: 'true' }
  const jar = new CookieJar()
  const { csrfToken } = (await (await visit(jar, '/api/auth/csrf')).json()) as { csrfToken: string }
  await visit(jar, '/api/auth/callback/credentials', { ...fields, csrfToken: 'forged' })
  assert.deepEqual(await whoIs(jar), { kind: 'anonymous' })
  await visit(jar, '/api/auth/callback/credentials', { ...fields, csrfToken, password: 'wrong' })
  assert.deepEqual(await whoIs(jar), { kind: 'anonymous' })
  await visit(jar, '/api/auth/callback/credentials', { ...fields, csrfToken })
  assert.equal((await whoIs(jar)).kind, 'person')
  const session = await (await visit(jar, '/api/auth/session')).json()
  assert.deepEqual((session as { user: unknown }).user, { name: 'Frank', email: 'frank@example.org' })
  await database().user.update({ where: { email: fields.email }, data: { sessionsFrom: new Date() } })
  // renewing the cookie of an ended session does not bring it back
  const ended = await (await visit(jar, '/api/auth/session')).json()
  assert.equal((ended as { user?: unknown }).user, undefined)
  assert.deepEqual(await whoIs(jar), { kind: 'anonymous' })
})

test('signing in sends nobody to another site', async () => {
  const jar = new CookieJar()
  const back = await provider.authorize(await leaveForProvider(jar, 'https://evil.example/'), 'alice')
  const location = (await visit(jar, back)).headers.get('location')!
  assert.equal(new URL(location, site).origin, site)
})
