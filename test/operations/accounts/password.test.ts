import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import {
  hashPassword,
  isOutdated,
  requireGoodPassword,
  verifyPassword,
} from '#operations/accounts/password.ts'

test('a hash verifies its own password and no other, and two hashes of one password differ', async () => {
  const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  assert.notEqual(first, second)
  assert.equal(await verifyPassword('correct horse', first), true)
  assert.equal(await verifyPassword('correct horse', second), true)
  assert.equal(await verifyPassword('correct horsf', first), false)
  assert.equal(await verifyPassword('', first), false)
})

test('the hash names its parameters and is plain scrypt (RFC 7914) of them', async () => {
  const hash = await hashPassword('plain ascii words')
  const [, name, cost, salt, key] = hash.split('$')
  assert.equal(name, 'scrypt')
  assert.equal(cost, 'ln=15,r=8,p=3')
  const options = { N: 32_768, r: 8, p: 3, maxmem: 128 * 1024 * 1024 }
  const expected = scryptSync('plain ascii words', Buffer.from(salt, 'base64'), 32, options)
  assert.equal(key, expected.toString('base64').replace(/=+$/, ''))
})

test('the test vector of RFC 7914 verifies: old parameters go on working and are known as outdated', async () => {
  const salt = Buffer.from('NaCl').toString('base64').replace(/=+$/, '')
  // N = 1024, r = 8, p = 16, 64 bytes; a key of another length than ours must not verify by its beginning
  const expected = scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 })
  assert.match(expected.toString('hex'), /^fdbabe1c9d3472007856e7190d01e9fe/)
  const prefix = expected.subarray(0, 32).toString('base64').replace(/=+$/, '')
  const hash = `$scrypt$ln=10,r=8,p=16$${salt}$${prefix}`
  assert.equal(await verifyPassword('password', hash), true)
  assert.equal(isOutdated(hash), true)
  assert.equal(isOutdated(await hashPassword('password-new')), false)
  const short = `$scrypt$ln=10,r=8,p=16$${salt}$${expected.subarray(0, 16).toString('base64').replace(/=+$/, '')}`
  assert.equal(await verifyPassword('password', short), false)
})

test('composed and decomposed letters are the same password', async () => {
  const hash = await hashPassword('caf\u00e9 cr\u00e8me')
  assert.equal(await verifyPassword('cafe\u0301 cre\u0300me', hash), true)
})

test('no hash, an empty one and a foreign one verify nothing', async () => {
  for (const hash of [null, undefined, '', 'plain', '$argon2id$v=19$m=1,t=1,p=1$aa$bb']) {
    assert.equal(await verifyPassword('anything at all', hash), false)
  }
})

test('passwords are refused when too short, too long, the e-mail, or one letter over and over', () => {
  const refused = [
    '',
    'ninechars',
    '🐢🐢🐢🐢🐢🐢🐢🐢🐢',
    'x'.repeat(1001),
    'Somebody@Example.org',
    'abababababab',
  ]
  for (const password of refused) {
    assert.throws(
      () => requireGoodPassword(password, 'somebody@example.org'),
      (error: unknown) =>
        error instanceof GrandstandError &&
        error.code === 'invalid_input' &&
        error.problems[0].column === 'password' &&
        // what is refused is never repeated into logs or pages
        (password === '' || !error.message.includes(password)),
    )
  }
  for (const password of ['ten chars!', 'correct horse battery staple', 'пароль-длинный']) {
    requireGoodPassword(password, 'somebody@example.org')
  }
})
