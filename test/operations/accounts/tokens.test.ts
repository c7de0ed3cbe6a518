import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SCOPES } from '#core/access.ts'
import { actorOfToken } from '#operations/accounts/actor.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { listTokens } from '#operations/accounts/list-tokens.ts'
import { revokeToken } from '#operations/accounts/revoke-token.ts'
import { database } from '#store/database.ts'
import { freshDatabase } from '#test/helpers/database.ts'
import { makePerson, withScopes } from '#test/helpers/people.ts'

await freshDatabase()
const noon = new Date('2026-03-01T12:00:00Z')
const later = (ms: number) => new Date(noon.getTime() + ms)
const day = 86_400_000

test('a token acts for its person within its scopes', async () => {
  const person = await makePerson('organiser')
  const scopes = ['submit' as const, 'read' as const, 'read' as const]
  const token = await createToken.call(person, { name: 'laptop', scopes }, { now: noon })
  assert.match(token.secret, /^gst_[0-9a-z]{32}$/)
  assert.deepEqual(token.scopes, ['read', 'submit'])
  assert.equal(token.expiresAt, later(90 * day).toISOString())
  const actor = await actorOfToken(token.secret, noon)
  assert.deepEqual(actor, { ...person, scopes: ['read', 'submit'] })
})

test('the secret is shown once: neither the list nor the database has it', async () => {
  const person = await makePerson()
  const token = await createToken.call(person, { name: 'once', scopes: ['read'] }, { now: noon })
  const { tokens } = await listTokens.call(person, {}, { now: noon })
  const stored = await database().apiToken.findMany({ where: { userId: person.userId } })
  assert.equal(tokens[0].prefix, token.secret.slice(0, 12))
  for (const text of [JSON.stringify(tokens), JSON.stringify(stored)]) {
    assert.equal(text.includes(token.secret.slice(12)), false)
  }
})

test('an expired token says when it expired, from that instant on', async () => {
  const person = await makePerson()
  const token = await createToken.call(
    person,
    { name: 'short', scopes: ['read'], expiresInDays: 1 },
    { now: noon },
  )
  await actorOfToken(token.secret, later(day - 1))
  await assert.rejects(actorOfToken(token.secret, later(day)), {
    code: 'token_expired',
    message: 'The token “short” expired at 2026-03-02T12:00:00.000Z. Make a new one on your account page.',
  })
  const { tokens } = await listTokens.call(person, {}, { now: later(day) })
  assert.equal(tokens[0].expired, true)
})

test('unknown, cut and revoked tokens are refused', async () => {
  const person = await makePerson()
  const token = await createToken.call(person, { name: 'gone', scopes: ['read'] }, { now: noon })
  for (const secret of [
    '',
    'gst_',
    token.secret.slice(0, -1),
    `${token.secret}0`,
    token.secret.toUpperCase(),
  ]) {
    await assert.rejects(actorOfToken(secret, noon), { code: 'unauthenticated' })
  }
  await revokeToken.call(person, { token: token.id })
  await assert.rejects(actorOfToken(token.secret, noon), {
    code: 'unauthenticated',
    message: /was revoked at/,
  })
  assert.deepEqual((await listTokens.call(person, {})).tokens, [])
  await assert.rejects(revokeToken.call(person, { token: token.id }), { code: 'not_found' })
})

test("nobody sees or revokes another person's token", async () => {
  const [owner, other] = [await makePerson(), await makePerson('operator')]
  const token = await createToken.call(owner, { name: 'mine', scopes: ['read'] }, { now: noon })
  await assert.rejects(revokeToken.call(other, { token: token.id }), { code: 'not_found' })
  assert.deepEqual((await listTokens.call(other, {})).tokens, [])
  await actorOfToken(token.secret, noon)
})

test('a token cannot make or revoke tokens, whatever its scopes', async () => {
  const person = await makePerson('operator')
  const token = await createToken.call(person, { name: 'all', scopes: [...SCOPES] }, { now: noon })
  const actor = await actorOfToken(token.secret, noon)
  const more = createToken.call(actor, { name: 'child', scopes: ['read'] })
  await assert.rejects(more, { code: 'forbidden' })
  await assert.rejects(revokeToken.call(actor, { token: token.id }), { code: 'forbidden' })
  const narrow = createToken.call(withScopes(person, 'submit'), { name: 'child', scopes: ['read'] })
  await assert.rejects(narrow, { code: 'scope_missing' })
})

test('tokens stop with their disabled account and go on with it', async () => {
  const person = await makePerson()
  const token = await createToken.call(person, { name: 'held', scopes: ['read'] }, { now: noon })
  const where = { id: person.userId }
  await database().user.update({ where, data: { disabledAt: noon } })
  await assert.rejects(actorOfToken(token.secret, noon), { code: 'forbidden' })
  await database().user.update({ where, data: { disabledAt: null } })
  await actorOfToken(token.secret, noon)
})

test('the last use is noted to the minute', async () => {
  const person = await makePerson()
  const token = await createToken.call(person, { name: 'used', scopes: ['read'] }, { now: noon })
  const lastUse = async () => (await listTokens.call(person, {})).tokens[0].lastUsedAt
  assert.equal(await lastUse(), null)
  const seen: (string | null)[] = []
  for (const ms of [0, 59_999, 60_000, 60_001, 120_001]) {
    await actorOfToken(token.secret, later(ms))
    seen.push(await lastUse())
  }
  const noted = [0, 0, 0, 60_001, 60_001].map((ms) => later(ms).toISOString())
  assert.deepEqual(seen, noted)
})

test('name, scopes and days are checked', async () => {
  const person = await makePerson()
  const good = { name: 'fine', scopes: ['read' as const], expiresInDays: 365 }
  await createToken.call(person, good)
  const wrong = [
    { ...good, name: ' ' },
    { ...good, scopes: [] },
    { ...good, scopes: ['everything'] },
    { ...good, expiresInDays: 366 },
    { ...good, expiresInDays: 0 },
    { ...good, expiresInDays: 1.5 },
  ]
  for (const input of wrong) {
    await assert.rejects(createToken.call(person, input as typeof good), { code: 'invalid_input' })
  }
})
