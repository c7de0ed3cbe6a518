import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { notePeerAddresses } from '#bin/peer-address.ts'

notePeerAddresses()
const server = createServer((request, response) => {
  response.end(JSON.stringify(request.headers['x-forwarded-for']))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())

async function seen(headers: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo
  return (await fetch(`http://127.0.0.1:${port}/`, { headers })).json() as Promise<string>
}

test('the address at the other end stands last, behind whatever the caller sent', async () => {
  assert.equal(await seen({}), '127.0.0.1')
  assert.equal(await seen({ 'x-forwarded-for': '203.0.113.7' }), '203.0.113.7, 127.0.0.1')
  assert.equal(await seen({ 'X-Forwarded-For': '203.0.113.7, 10.0.0.1' }), '203.0.113.7, 10.0.0.1, 127.0.0.1')
})
