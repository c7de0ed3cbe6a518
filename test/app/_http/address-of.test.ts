/** Whom a request counts for: never an address that the caller could have made up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerAddress } from '#app/_http/address-of.ts'

const PEER = '192.0.2.1'

test('without proxies only the other end of the connection counts, whatever is claimed', () => {
  for (const claimed of ['', '203.0.113.7, ', '203.0.113.7,198.51.100.2 , ', 'nonsense, ', ', , ']) {
    assert.equal(callerAddress(`${claimed}${PEER}`, 0), PEER)
  }
})

test('behind n proxies the n-th entry before that one counts, whatever stands before it', () => {
  const written = ['198.51.100.1', '198.51.100.2', '198.51.100.3']
  for (const proxies of [1, 2, 3]) {
    for (const claimed of [[], ['203.0.113.7'], ['203.0.113.7', '203.0.113.8']]) {
      const header = [...claimed, ...written.slice(0, proxies), PEER].join(', ')
      assert.equal(callerAddress(header, proxies), written[0])
    }
  }
})

test('who came past the proxies counts by the first entry there is; nothing is nothing', () => {
  assert.equal(callerAddress(PEER, 2), PEER)
  assert.equal(callerAddress('', 0), undefined)
  assert.equal(callerAddress('', 1), undefined)
})
