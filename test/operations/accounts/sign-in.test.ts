import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from '#core/access.ts'
import { addressGroup, LIMITS } from '#operations/accounts/attempts.ts'
import { createAccount } from '#operations/accounts/create-account.ts'
import { signInWithPassword } from '#operations/accounts/sign-in.ts'
import { database } from '#store/database.ts'
import { countAttempt } from '#store/rate-windows.ts'
import { findUserByEmail, updateUser } from '#store/users.ts'
import { freshDatabase } from '#test/helpers/database.ts'

await freshDatabase()
const password = 'a good long password'
const noon = new Date('2026-03-01T12:00:00Z')
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

let made = 0
async function makeAccount(): Promise<{ id: string; email: string }> {
  made += 1
  return createAccount.call(ANONYMOUS, { email: `Sam.${made}@Example.org`, name: 'Sam', password })
}

/** Uses up all attempts but the given number, quicker than by hashing passwords. */
async function useUp(key: string, limit: number, left: number, now: Date): Promise<void> {
  for (let i = 0; i < limit - left; i++) await countAttempt(database(), key, 15 * 60_000, now)
}

test('an account signs in with its e-mail in any case, and with its own password only', async () => {
  const { id, email } = await makeAccount()
  assert.equal(email, email.toLowerCase())
  assert.equal(await signInWithPassword({ email: ` ${email.toUpperCase()} `, password }, { now: noon }), id)
  const wrong = signInWithPassword({ email, password: `${password}!` }, { now: noon })
  await assert.rejects(wrong, { code: 'unauthenticated', message: 'The e-mail or the password is wrong.' })
  const nobody = signInWithPassword({ email: 'nobody@example.org', password }, { now: noon })
  await assert.rejects(nobody, { code: 'unauthenticated', message: 'The e-mail or the password is wrong.' })
})

test('an account without a password has no password that works, not even an empty one', async () => {
  const { id, email } = await makeAccount()
  await updateUser(database(), id, { passwordHash: null })
  for (const guess of ['', password, 'null']) {
    await assert.rejects(signInWithPassword({ email, password: guess }, { now: noon }), {
      code: 'unauthenticated',
    })
  }
})

test('a disabled account is told so only to who knows its password', async () => {
  const { id, email } = await makeAccount()
  await updateUser(database(), id, { disabledAt: noon })
  await assert.rejects(signInWithPassword({ email, password }, { now: noon }), { code: 'forbidden' })
  await assert.rejects(signInWithPassword({ email, password: 'a wrong one' }, { now: noon }), {
    code: 'unauthenticated',
  })
})

test('too many failures close the account for the rest of the window, and no longer', async () => {
  const { id, email } = await makeAccount()
  const { attempts } = LIMITS['sign-in account']
  await useUp(`sign-in account ${email}`, attempts, 1, noon)
  await assert.rejects(signInWithPassword({ email, password: 'wrong' }, { now: noon }), {
    code: 'unauthenticated',
  })
  // even the right password does not help now, or one could guess on
  await assert.rejects(signInWithPassword({ email, password }, { now: minutesLater(5) }), {
    code: 'too_many_requests',
    retryAfterSeconds: 600,
    message: `There were more than ${attempts} attempts in 15 minutes. Try again in 10 minutes.`,
  })
  assert.equal(await signInWithPassword({ email, password }, { now: minutesLater(15) }), id)
})

test('a success forgets the failures of the account', async () => {
  const { email } = await makeAccount()
  const { attempts } = LIMITS['sign-in account']
  await useUp(`sign-in account ${email}`, attempts, 1, noon)
  await signInWithPassword({ email, password }, { now: noon })
  for (let i = 0; i < 2; i++) await signInWithPassword({ email, password }, { now: noon })
})

test('unknown e-mails are limited like known ones, so that the limit tells nothing', async () => {
  const email = 'not-here@example.org'
  await useUp(`sign-in account ${email}`, LIMITS['sign-in account'].attempts, 0, noon)
  await assert.rejects(signInWithPassword({ email, password }, { now: noon }), { code: 'too_many_requests' })
})

test('one address trying many accounts is stopped; only its failures count', async () => {
  const { email } = await makeAccount()
  const address = '203.0.113.7'
  await useUp(`sign-in address ${address}`, LIMITS['sign-in address'].attempts, 1, noon)
  for (let i = 0; i < 3; i++) await signInWithPassword({ email, password }, { now: noon, address })
  const guess = { email: 'another@example.org', password: 'wrong' }
  await assert.rejects(signInWithPassword(guess, { now: noon, address }), { code: 'unauthenticated' })
  await assert.rejects(signInWithPassword({ email, password }, { now: noon, address }), {
    code: 'too_many_requests',
  })
  await signInWithPassword({ email, password }, { now: noon, address: '203.0.113.8' })
})

test('guesses sent all at once do not slip through together', async () => {
  const { email } = await makeAccount()
  const { attempts } = LIMITS['sign-in account']
  await useUp(`sign-in account ${email}`, attempts, 3, noon)
  const guesses = Array.from({ length: 12 }, () =>
    signInWithPassword({ email, password: 'wrong' }, { now: noon }).then(
      () => 'in',
      (error: { code: string }) => error.code,
    ),
  )
  const answers = await Promise.all(guesses)
  assert.equal(answers.filter((code) => code === 'unauthenticated').length, 3)
  assert.equal(answers.filter((code) => code === 'too_many_requests').length, 9)
})

test('sign-up from one address is limited', async () => {
  const call = { now: noon, address: '198.51.100.1' }
  await useUp(`sign-up address ${call.address}`, LIMITS['sign-up address'].attempts, 1, noon)
  await createAccount.call(ANONYMOUS, { email: 'last@example.org', name: 'Last', password }, call)
  const next = createAccount.call(ANONYMOUS, { email: 'next@example.org', name: 'Next', password }, call)
  await assert.rejects(next, { code: 'too_many_requests' })
  assert.equal(await findUserByEmail(database(), 'next@example.org'), undefined)
})

test('a hash of an earlier cost is made anew at the next sign-in', async () => {
  const { id, email } = await makeAccount()
  // scrypt('password', 'NaCl', N = 1024, r = 8, p = 16), the first 32 bytes of the test vector in RFC 7914
  const vector = Buffer.from('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162', 'hex')
  const old = `$scrypt$ln=10,r=8,p=16$TmFDbA$${vector.toString('base64').replace(/=+$/, '')}`
  await updateUser(database(), id, { passwordHash: old })
  assert.equal(await signInWithPassword({ email, password: 'password' }, { now: noon }), id)
  const { passwordHash } = (await findUserByEmail(database(), email))!
  assert.match(passwordHash!, /^\$scrypt\$ln=15,/)
  assert.equal(await signInWithPassword({ email, password: 'password' }, { now: noon }), id)
})

test('an address is one IPv4 address or one IPv6 network of 64 bits', () => {
  assert.equal(addressGroup('203.0.113.7'), '203.0.113.7')
  assert.equal(addressGroup('::ffff:203.0.113.7'), '203.0.113.7')
  assert.equal(addressGroup('::1'), '0:0:0:0::/64')
  assert.equal(addressGroup('2001:DB8:0:1::5'), '2001:db8:0:1::/64')
  assert.equal(addressGroup('2001:db8:0:1:ffff:ffff:ffff:ffff'), '2001:db8:0:1::/64')
  assert.equal(addressGroup('2001:0db8::1'), addressGroup('2001:db8:0:0:1::'))
  assert.notEqual(addressGroup('2001:db8:0:1::5'), addressGroup('2001:db8:0:2::5'))
  assert.equal(addressGroup('x'.repeat(500)).length, 64)
})
