import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localPath } from '#app/_http/local-path.ts'
import { parseSetCookie } from '#app/_http/set-cookie.ts'

test('addresses of this site stay as they are', () => {
  for (const address of ['/', '/account', '/tasks/emoji?page=2#row-5', '/join/gsi_abc']) {
    assert.equal(localPath(address), address)
  }
})

test('whatever a browser would take for another site is not followed', () => {
  const elsewhere = [
    undefined,
    '',
    'account',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    'javascript:alert(1)',
    ' //evil.example',
  ]
  for (const address of elsewhere) {
    const path = localPath(address, '/home')
    assert.equal(
      new URL(path, 'https://ours.example').origin,
      'https://ours.example',
      JSON.stringify(address),
    )
    assert.equal(path, '/home', JSON.stringify(address))
  }
})

test('a Set-Cookie line is read with its attributes', () => {
  const line =
    'next-auth.state=a%3Db%20c; Max-Age=900; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly; Secure; SameSite=Lax'
  assert.deepEqual(parseSetCookie(line), {
    name: 'next-auth.state',
    value: 'a=b c',
    maxAge: 900,
    path: '/',
    expires: new Date('2026-10-21T07:28:00Z'),
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
  })
  assert.deepEqual(parseSetCookie('gone=; Max-Age=0'), { name: 'gone', value: '', maxAge: 0 })
})
