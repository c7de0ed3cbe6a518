import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from '#core/access.ts'
import { actorOfSession } from '#operations/accounts/actor.ts'
import { changePassword } from '#operations/accounts/change-password.ts'
import { createAccount } from '#operations/accounts/create-account.ts'
import { endSessions } from '#operations/accounts/end-sessions.ts'
import { createOperator, ensureFirstOperator, resetPassword } from '#operations/accounts/first-operator.ts'
import { getMe } from '#operations/accounts/get-me.ts'
import { listAccounts } from '#operations/accounts/list-accounts.ts'
import { signInWithPassword } from '#operations/accounts/sign-in.ts'
import { updateAccount } from '#operations/accounts/update-account.ts'
import { updateMe } from '#operations/accounts/update-me.ts'
import { database } from '#store/database.ts'
import { freshDatabase } from '#test/helpers/database.ts'
import { makePerson, withScopes } from '#test/helpers/people.ts'

await freshDatabase()
const password = 'a good long password'
const now = () => ({ now: new Date() })

test('the first start makes one operator, however many processes start; later starts make none', async () => {
  const made = await Promise.all([ensureFirstOperator(), ensureFirstOperator(), ensureFirstOperator()])
  const [first, ...others] = made.filter((credentials) => credentials !== undefined)
  assert.deepEqual(others, [])
  assert.match(first.password, /^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/)
  const userId = await signInWithPassword(first, now())
  const actor = await actorOfSession({ userId, signedInAt: new Date() })
  assert.equal(actor.kind === 'person' && actor.role, 'operator')
  assert.equal(await ensureFirstOperator(), undefined)
})

test('an operator can be made and a password reset from outside', async () => {
  const made = await createOperator('Root@Example.org')
  assert.equal(made.email, 'root@example.org')
  const userId = await signInWithPassword({ email: made.email, password: made.password! }, now())
  assert.deepEqual(await createOperator('root@example.org'), { email: 'root@example.org' })
  const signedInAt = new Date()
  const reset = await resetPassword('root@example.org', new Date(signedInAt.getTime() + 1))
  assert.equal(await signInWithPassword(reset, now()), userId)
  await assert.rejects(signInWithPassword({ email: made.email, password: made.password! }, now()), {
    code: 'unauthenticated',
  })
  assert.equal((await actorOfSession({ userId, signedInAt })).kind, 'anonymous')
  await assert.rejects(resetPassword('nobody@example.org'), { code: 'not_found' })
  await assert.rejects(createOperator('not an e-mail'), { code: 'invalid_input' })
})

test('signing up makes a participant, once per e-mail in any case, also at the same moment', async () => {
  const sign = (email: string) => createAccount.call(ANONYMOUS, { email, name: ' Ada ', password })
  const results = await Promise.allSettled([sign('Ada@example.org'), sign('ada@Example.org')])
  const made = results.filter((result) => result.status === 'fulfilled').map((result) => result.value)
  assert.equal(made.length, 1)
  assert.deepEqual([made[0].email, made[0].name, made[0].role], ['ada@example.org', 'Ada', 'participant'])
  await assert.rejects(sign('ADA@example.org'), (error: { code: string; problems: { column: string }[] }) => {
    assert.equal(error.code, 'already_exists')
    assert.equal(error.problems[0].column, 'email')
    return true
  })
})

test('signing up refuses what is not an e-mail, no name, and weak passwords, naming the field', async () => {
  const good = { email: 'eve@example.org', name: 'Eve', password }
  const wrong = [
    { ...good, email: 'eve' },
    { ...good, email: 'eve@localhost' },
    { ...good, email: `${'e'.repeat(250)}@example.org` },
    { ...good, name: '   ' },
    { ...good, password: 'short' },
    { ...good, password: 'Eve@Example.ORG' },
  ]
  for (const input of wrong) {
    const call = createAccount.call(ANONYMOUS, input)
    await assert.rejects(call, (error: { code: string; problems: { column: string }[] }) => {
      const field = (Object.keys(good) as (keyof typeof good)[]).find((name) => input[name] !== good[name])
      return error.code === 'invalid_input' && error.problems[0].column === field
    })
  }
  assert.equal(await database().user.count({ where: { email: good.email } }), 0)
})

test('roles cannot be chosen at sign-up', async () => {
  const sneaky = { email: 'sly@example.org', name: 'Sly', password, role: 'operator' }
  assert.equal((await createAccount.call(ANONYMOUS, sneaky)).role, 'participant')
})

test('a person reads and renames the own account; the password hash is never shown', async () => {
  const person = await makePerson()
  await updateMe.call(person, { name: 'New name' })
  const me = await getMe.call(person, {})
  assert.deepEqual([me.name, me.email, me.hasPassword, me.scopes], ['New name', person.email, false, 'all'])
  assert.deepEqual(
    Object.keys(me).filter((key) => /hash|sessionsFrom/i.test(key)),
    [],
  )
  await assert.rejects(updateMe.call(withScopes(person, 'read'), { name: 'x' }), { code: 'forbidden' })
})

test('a new password needs the current one, works at once, and ends sessions signed before', async () => {
  const account = await createAccount.call(ANONYMOUS, { email: 'pat@example.org', name: 'Pat', password })
  const signedInAt = new Date()
  const actor = await actorOfSession({ userId: account.id, signedInAt })
  const next = 'another long password'
  await assert.rejects(changePassword.call(actor, { currentPassword: 'wrong', password: next }), {
    code: 'forbidden',
  })
  await assert.rejects(changePassword.call(actor, { password: next }), { code: 'forbidden' })
  await assert.rejects(changePassword.call(actor, { currentPassword: password, password: 'short' }), {
    code: 'invalid_input',
  })
  const later = new Date(signedInAt.getTime() + 1)
  await changePassword.call(actor, { currentPassword: password, password: next }, { now: later })
  assert.equal((await actorOfSession({ userId: account.id, signedInAt })).kind, 'anonymous')
  assert.equal((await actorOfSession({ userId: account.id, signedInAt: later })).kind, 'person')
  assert.equal(await signInWithPassword({ email: account.email, password: next }, now()), account.id)
  await assert.rejects(signInWithPassword({ email: account.email, password }, now()), {
    code: 'unauthenticated',
  })
})

test('guessing the current password in a stolen session is limited', async () => {
  const { id, email } = await createAccount.call(ANONYMOUS, { email: 'lim@example.org', name: 'L', password })
  const actor = await actorOfSession({ userId: id, signedInAt: new Date() })
  const guesses = Array.from({ length: 12 }, () =>
    changePassword.call(actor, { currentPassword: 'wrong', password }).catch((error) => error.code),
  )
  const codes = await Promise.all(guesses)
  assert.equal(codes.filter((code) => code === 'forbidden').length, 10, email)
  assert.equal(codes.filter((code) => code === 'too_many_requests').length, 2)
})

test('somebody who came by single sign-on may set a first password without a current one', async () => {
  const person = await makePerson()
  await changePassword.call(person, { password })
  assert.equal(await signInWithPassword({ email: person.email, password }, now()), person.userId)
})

test('signing out everywhere ends earlier sessions', async () => {
  const { userId } = await makePerson()
  const signedInAt = new Date()
  const actor = await actorOfSession({ userId, signedInAt })
  await endSessions.call(actor, {}, { now: new Date(signedInAt.getTime() + 1) })
  assert.equal((await actorOfSession({ userId, signedInAt })).kind, 'anonymous')
})

test('an operator gives roles and disables; it counts from the next request', async () => {
  const operator = await makePerson('operator')
  const { userId } = await makePerson()
  const session = { userId, signedInAt: new Date() }
  await updateAccount.call(operator, { account: userId, role: 'organiser' })
  const actor = await actorOfSession(session)
  assert.equal(actor.kind === 'person' && actor.role, 'organiser')
  const disabled = await updateAccount.call(operator, { account: userId, disabled: true })
  assert.notEqual(disabled.disabledAt, null)
  assert.equal((await actorOfSession(session)).kind, 'anonymous')
  await updateAccount.call(operator, { account: userId, disabled: false })
  assert.equal((await actorOfSession(session)).kind, 'person')
  const missing = updateAccount.call(operator, { account: 'usr_none', role: 'organiser' })
  await assert.rejects(missing, { code: 'not_found' })
})

test('the last operator who can sign in stays, even when two leave at the same moment', async () => {
  await database().user.updateMany({ where: { role: 'operator' }, data: { role: 'participant' } })
  const [one, two] = [await makePerson('operator'), await makePerson('operator')]
  const results = await Promise.allSettled([
    updateAccount.call(one, { account: one.userId, role: 'participant' }),
    updateAccount.call(two, { account: two.userId, disabled: true }),
  ])
  assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected'])
  const refused = results.find((result) => result.status === 'rejected')!
  assert.equal(refused.reason.code, 'conflict')
  const left = await database().user.count({ where: { role: 'operator', disabledAt: null } })
  assert.equal(left, 1)
})

test('accounts are listed for operators in pages that meet without gap or repeat', async () => {
  const operator = await makePerson('operator')
  const all: string[] = []
  for (let after: string | undefined; ; ) {
    const { accounts } = await listAccounts.call(operator, { after, limit: 3 })
    all.push(...accounts.map((account) => account.id))
    if (accounts.length < 3) break
    after = accounts.at(-1)!.id
  }
  assert.equal(all.length, await database().user.count())
  assert.deepEqual(all, [...new Set(all)].sort())
  const found = await listAccounts.call(operator, { search: 'PAT@' })
  assert.deepEqual(
    found.accounts.map((account) => account.email),
    ['pat@example.org'],
  )
  // search words are words, not patterns
  assert.deepEqual((await listAccounts.call(operator, { search: '%' })).accounts, [])
})
