import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sipHash } from '#datasets/stats/sip-hash.ts'
import { seeded } from '../generated-table.ts'

const MASK = (1n << 64n) - 1n

/** As the paper says it, in whole numbers of 64 bits. */
function described(keyLow: bigint, keyHigh: bigint, text: Uint8Array): bigint {
  const turn = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & MASK
  let [v0, v1, v2, v3] = [
    keyLow ^ 0x736f6d6570736575n,
    keyHigh ^ 0x646f72616e646f6dn,
    keyLow ^ 0x6c7967656e657261n,
    keyHigh ^ 0x7465646279746573n,
  ]
  const round = () => {
    v0 = (v0 + v1) & MASK
    v1 = turn(v1, 13n) ^ v0
    v0 = turn(v0, 32n)
    v2 = (v2 + v3) & MASK
    v3 = turn(v3, 16n) ^ v2
    v0 = (v0 + v3) & MASK
    v3 = turn(v3, 21n) ^ v0
    v2 = (v2 + v1) & MASK
    v1 = turn(v1, 17n) ^ v2
    v2 = turn(v2, 32n)
  }
  const padded = Buffer.alloc((text.length & ~7) + 8)
  padded.set(text)
  padded[padded.length - 1] = text.length & 255
  for (let at = 0; at < padded.length; at += 8) {
    const word = padded.readBigUInt64LE(at)
    v3 ^= word
    round()
    round()
    v0 ^= word
  }
  v2 ^= 0xffn
  for (let i = 0; i < 4; i++) round()
  return v0 ^ v1 ^ v2 ^ v3
}

function hashed(key: Uint8Array, text: Uint8Array, start = 0, end = text.length): bigint {
  const out = { high: 0, low: 0 }
  const view = new DataView(key.buffer, key.byteOffset)
  const words = Uint32Array.from({ length: 4 }, (_, i) => view.getUint32(4 * i, true))
  sipHash(out, words, text, start, end)
  return (BigInt(out.high) << 32n) | BigInt(out.low)
}

const upTo = (length: number) => Uint8Array.from({ length }, (_, i) => i)

test('the published values: key 00 01 … 0f, texts 00 01 …', () => {
  assert.equal(hashed(upTo(16), upTo(0)), 0x726fdb47dd0e0e31n)
  assert.equal(hashed(upTo(16), upTo(15)), 0xa129ca6149be45e5n)
})

test('law: texts of every length, anywhere among other bytes, hash as the paper says', () => {
  const random = seeded(3)
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256))
  for (let length = 0; length < 300; length++) {
    const [key, around] = [bytes(16), bytes(length + 11)]
    const [low, high] = [Buffer.from(key).readBigUInt64LE(0), Buffer.from(key).readBigUInt64LE(8)]
    const start = length % 11
    const text = around.subarray(start, start + length)
    assert.equal(hashed(key, around, start, start + length), described(low, high, text), `${length} bytes`)
  }
})
