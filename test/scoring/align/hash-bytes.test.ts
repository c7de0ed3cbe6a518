/** The keyed hash is the one that is described, in script and in machine code, and nobody can make its keys collide. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { textBatchOf } from '#scoring/align/class-codes.ts'
import { FACTOR, hashBytes, secretOf } from '#scoring/align/hash-bytes.ts'
import { MACHINE_FROM } from '#scoring/align/key-machine.ts'
import { BUCKET } from '#scoring/align/key-machine-code.ts'
import { KeyTable } from '#scoring/align/key-table.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const random = new SeededRandom(31)
const SEEDS = [0, 1, 0xffff_ffff, 0x9e37_79b9, ...Array.from({ length: 6 }, () => random.below(2 ** 31))]

const asWord = (value: bigint) => BigInt.asUintN(64, value)
const low = (value: bigint) => BigInt.asUintN(32, value)

/** The hash as its description has it, in integers of any size. */
function described(text: Uint8Array, seed: number): bigint {
  const [first, second, key, otherKey] = [...secretOf(seed)].map(BigInt)
  const folded = (state: bigint) => state ^ (state >> 32n)
  let state = asWord(first + (second << 32n) + BigInt(text.length))
  for (let at = 0; at < text.length; at += 8) {
    const word = new DataView(Uint8Array.from({ length: 8 }, (_, i) => text[at + i] ?? 0).buffer)
    const product =
      low(BigInt(word.getUint32(0, true)) + key) * low(BigInt(word.getUint32(4, true)) + otherKey)
    state = asWord(folded(state) * FACTOR.word + product)
  }
  for (let times = 0; times < 2; times++) state = asWord(folded(state) * FACTOR.end)
  return folded(state) | 1n
}

function hashed(text: Uint8Array, seed: number): bigint {
  const out = new Uint32Array(4)
  const padded = Buffer.concat([Buffer.from('junk'), text, Buffer.from('more junk')])
  hashBytes(padded, 4, 4 + text.length, secretOf(seed), out, 1)
  assert.equal(out[0] | out[3], 0)
  return (BigInt(out[2]) << 32n) | BigInt(out[1])
}

const randomText = (length: number) => Uint8Array.from({ length }, () => random.below(256))

/** MurmurHash3's mixing, as many hash tables have it. */
function murmur(words: readonly number[], seed: number): number {
  let h = seed
  for (const word of words) {
    const k = Math.imul(word, 0xcc9e2d51)
    h = Math.imul(h ^ ((k << 15) | (k >>> 17)), 0x1b873593)
    h = (h << 13) | (h >>> 19)
  }
  return h
}

/** The word that MurmurHash3 turns into `k` before it mixes it in. */
function wordBehind(k: number): number {
  let inverse = 1
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(0xcc9e2d51, inverse))
  return Math.imul((k << 17) | (k >>> 15), inverse)
}

/** 2^pairs texts that MurmurHash3 gives one hash, whatever the seed: a flipped top bit, and what it does to the next word. */
function murmurCollisions(pairs: number): number[][] {
  const bases = Array.from({ length: 2 * pairs }, () => random.below(2 ** 31))
  return Array.from({ length: 2 ** pairs }, (_, choice) =>
    bases.map((k, i) => {
      const isFlipped = ((choice >> (i >> 1)) & 1) === 1
      return wordBehind(isFlipped ? k ^ (i % 2 === 0 ? 0x8000_0000 : 1 << 12) : k)
    }),
  )
}

/** Slots that are looked at to find every key of a table once. */
function probesOf(texts: readonly Uint8Array[], seed: number): number {
  const bytes = Buffer.concat(texts)
  const ends = Uint32Array.from(
    texts,
    (
      (end) =>
      ({ length }) =>
        (end += length)
    )(0),
  )
  const starts = ends.map((end, i) => end - texts[i].length)
  const table = new KeyTable({ seed })
  table.intern({ form: 'text', bytes, starts, ends }, texts.length, new Uint32Array(texts.length))
  assert.equal(table.size, texts.length)
  const arrays = table.toArrays()
  if (!('slots' in arrays)) assert.fail('keys that are no numbers')
  const mask = arrays.slots.length - 1
  let probes = 0
  arrays.slots.forEach((word, slot) => {
    if (word === 0) return
    const home =
      Number(low(table.hash(table.key((word & mask) - 1), 0, table.key((word & mask) - 1).length))) &
      mask &
      -BUCKET
    probes += ((slot - home) & mask) + 1
  })
  return probes
}

describe('the keyed hash', () => {
  it('is what is described', () => {
    for (const seed of SEEDS) {
      for (let length = 0; length <= 40; length++) {
        const text = randomText(length)
        assert.equal(hashed(text, seed), described(text, seed), `${length} bytes, seed ${seed}`)
      }
      const high = new Uint8Array(24).fill(255)
      assert.equal(hashed(high, seed), described(high, seed))
    }
  })

  it('is the same in machine code', () => {
    const texts = Array.from({ length: MACHINE_FROM + 500 }, (_, i) =>
      `${i}${'é/x'.repeat(i % 17)}`.slice(0, i % 60),
    )
    const table = new KeyTable()
    const keys = ['one', 'other']
    table.intern(textBatchOf(keys), keys.length, new Uint32Array(2))
    const batch = textBatchOf(texts)
    const hashes = new BigUint64Array(texts.length)
    table.find(batch, texts.length, new Uint32Array(texts.length), 0, hashes)
    texts.forEach((_, i) => {
      assert.equal(hashes[i], table.hash(batch.bytes, batch.starts[i], batch.ends[i]))
    })
  })

  it('keeps structured ids apart in all 64 bits, and nearly all in 32', () => {
    const shapes: readonly ((i: number) => string)[] = [
      (i) => `a${String(i % 400).padStart(7, '0')}|b${String(Math.floor(i / 400)).padStart(7, '0')}`,
      (i) => `${i % 300}/${Math.floor(i / 300)}`,
      (i) => `00000000${String(i).padStart(8, '0')}00000000${i % 7}`,
      (i) => String.fromCharCode(i & 255, 0, i >> 8),
    ]
    for (const shape of shapes) {
      const texts = [...new Set(Array.from({ length: 20_000 }, (_, i) => shape(i)))].map((text) =>
        Buffer.from(text),
      )
      for (const seed of SEEDS.slice(3, 6)) {
        const hashes = texts.map((text) => hashed(text, seed))
        assert.equal(new Set(hashes).size, texts.length)
        // 0.1 such pairs are to be expected, as the lowest bit says nothing
        assert.ok(new Set(hashes.map(low)).size > texts.length - 5)
      }
    }
  })

  it('does not fall for texts that collide in MurmurHash3 whatever the seed', () => {
    const words = murmurCollisions(12)
    for (const seed of SEEDS) assert.equal(new Set(words.map((text) => murmur(text, seed))).size, 1)
    const texts = words.map((text) => new Uint8Array(Int32Array.from(text).buffer))
    assert.equal(new Set(texts.map((text) => Buffer.from(text).toString('hex'))).size, 4096)
    for (const seed of SEEDS.slice(2, 6)) {
      assert.equal(new Set(texts.map((text) => hashed(text, seed))).size, texts.length)
      // as many as for other keys: the first slots of a bucket, rarely those of the next
      const usual = probesOf(
        texts.map((text) => randomText(text.length)),
        seed,
      )
      assert.ok(probesOf(texts, seed) < 1.2 * usual)
      assert.ok(usual < 6 * texts.length)
    }
  })
})
