/** The machine code for keys does what a Map and the script do, for keys of every shape. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TextBatch } from '#core/table.ts'
import { textBatchOf } from '#scoring/align/class-codes.ts'
import { KeyTable } from '#scoring/align/key-table.ts'
import { NumberedKeys } from '#scoring/align/numbered-keys.ts'
import { ABSENT } from '#scoring/align/ordinals.ts'
import { RowKeys } from '#scoring/align/row-keys.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const random = new SeededRandom(77)
const COUNT = 3000
/** More look-ups than it takes for machine code to be used. */
const ROUNDS = 4

const draw = (letters: string, length: number) =>
  Array.from({ length }, () => letters[random.below(letters.length)]).join('')

/** Keys by shape; every shape has keys that differ in one place only. */
const SHAPES: Record<string, (i: number) => string> = {
  'numbers with leading zeros': (i) => `row${String(i).padStart(7, '0')}`,
  'numbers without leading zeros': (i) => String(i * 3),
  'numbers padded to two digits': (i) => `p${String(i).padStart(2, '0')}`,
  'numbers in another order': (i) => `x${(i * 7919) % 4001}`,
  'numbers far apart': (i) => `n${i * 104_729}`,
  'hexadecimal, all of 16 letters': (i) => (BigInt(i + 1) * 0x9e3779b97f4a7c15n).toString(16).slice(-16),
  'of all lengths up to 40': (i) => `${i}${draw('ab', random.below(36))}`,
  'that differ at the end': (i) => `${'prefix/'.repeat(4)}${i}!`,
  'that differ at the beginning': (i) => `${i}${'/suffix'.repeat(3)}`,
  'of one to three letters': (i) => `${'abcdefghijklmnopqrstuvwxyz'[i % 26]}${i >= 26 ? i : ''}`,
  'of several bytes a letter': (i) => `名前${i}é`,
}

/** Texts that are no keys, as near to keys as can be. */
function strangers(keys: readonly string[]): string[] {
  return keys.flatMap((key, i) => {
    const at = random.below(key.length)
    const changed = `${key.slice(0, at)}${draw('0129az', 1)}${key.slice(at + 1)}`
    return [changed, `${key}0`, `0${key}`, key.slice(0, -1), '', `${'9'.repeat(i % 12)}`, `${key},`]
  })
}

function find(table: KeyTable, texts: readonly string[]): number[] {
  const out = new Uint32Array(texts.length)
  table.find(textBatchOf(texts), texts.length, out)
  return [...out]
}

function tableOf(keys: readonly string[]): KeyTable {
  const table = new KeyTable()
  table.intern(textBatchOf(keys), keys.length, new Uint32Array(keys.length))
  assert.equal(table.size, keys.length)
  return table
}

describe('a table of many keys', () => {
  for (const [shape, key] of Object.entries(SHAPES)) {
    it(`finds what a Map finds, the first time and the last: ${shape}`, () => {
      const keys = [...new Set(Array.from({ length: COUNT }, (_, i) => key(i)))]
      const known = new Map(keys.map((text, ordinal) => [text, ordinal]))
      const table = tableOf(keys)
      const loaded = KeyTable.fromArrays(tableOf(keys).toArrays())
      for (let round = 0; round < ROUNDS; round++) {
        const order = random.permutation(keys.length).map((i) => keys[i])
        const texts = round % 2 === 0 ? [...keys.slice(0, 1500), ...order] : [...order, ...strangers(keys)]
        const expected = texts.map((text) => known.get(text) ?? ABSENT)
        assert.deepEqual(find(table, texts), expected)
        assert.deepEqual(find(loaded, texts), expected)
      }
      for (const ordinal of [0, 1, keys.length - 1]) {
        assert.equal(table.text(ordinal), keys[ordinal])
        assert.equal(loaded.text(ordinal), keys[ordinal])
      }
    })
  }

  it('takes further keys after look-ups', () => {
    const keys = Array.from({ length: COUNT }, (_, i) => `k${i + 1000}`)
    const table = tableOf(keys)
    for (let round = 0; round < ROUNDS; round++) find(table, keys)
    const more = ['other', 'k999999', 'k1000']
    const out = new Uint32Array(3)
    table.intern(textBatchOf(more), 3, out)
    assert.deepEqual([...out], [COUNT, COUNT + 1, 0])
    for (let round = 0; round < ROUNDS; round++) {
      assert.deepEqual(find(table, [...more, 'k1001']), [COUNT, COUNT + 1, 0, 1])
      find(table, keys)
    }
  })

  it('finds keys in batches whose texts are long, far apart or in any order', () => {
    const keys = Array.from({ length: 2000 }, (_, i) => `${i}-${'é'.repeat(i % 150)}`)
    const table = tableOf(keys)
    for (let round = 0; round < ROUNDS; round++) find(table, keys)
    const { bytes, starts, ends } = textBatchOf(keys.flatMap((key) => [key, 'x'.repeat(500)]))
    const order = Uint32Array.from(random.permutation(2000))
    const batch: TextBatch = {
      form: 'text',
      bytes,
      starts: order.map((i) => starts[2 * i]),
      ends: order.map((i) => ends[2 * i]),
    }
    const out = new Uint32Array(2000)
    table.find(batch, 2000, out)
    assert.deepEqual([...out], [...order])
  })
})

describe('numbered keys', () => {
  const numbersOf = (keys: readonly string[]) => {
    const { bytes, starts, ends } = textBatchOf(keys)
    return NumberedKeys.of(bytes, keys.length, (i) => [starts[i], ends[i]])
  }

  it('are those with one prefix and numbers that are neither too long nor too far apart', () => {
    assert.equal(numbersOf(['a1', 'a2', 'a3'])?.numbering.index, null)
    assert.deepEqual([...(numbersOf(['7', '5', '9'])?.numbering.index ?? [])], [2, 0, 1, 0, 3])
    assert.equal(numbersOf(['2023111200000001', '2023111200000002'])?.numbering.width, 8)
    assert.equal(numbersOf(['98', '99', '100'])?.numbering.width, 2)
    for (const keys of [
      ['a1', 'b2'],
      ['a1', 'a02'],
      ['a01', 'a1'],
      ['a01', 'a001'],
      ['a1', 'a'],
      ['1', '1000'],
      ['123456789', '1'],
      ['a1b', 'a2b'],
    ]) {
      assert.equal(numbersOf(keys), null, keys.join())
    }
  })
})

describe('the machine', () => {
  it('puts pairs together as the script does, in order where they may be turned around', () => {
    const pairs = Array.from({ length: 9000 }, (_, i) => {
      const [a, b] = [draw('abé', i % 20), draw('xyz', (i * 7) % 30)]
      // every third pair begins alike, some are the same
      return i % 3 === 0 ? [`${a}${b}`, `${a}${b}${draw('ab', i % 9)}`] : [b, a]
    })
    const left = textBatchOf(pairs.map(([id]) => id))
    const right = textBatchOf(pairs.map(([, id]) => id))
    const shared = textBatchOf(pairs.flat())
    const every = (from: number) => (array: Uint32Array) => array.filter((_, i) => i % 2 === from)
    const half = (from: number): TextBatch => ({
      ...shared,
      starts: every(from)(shared.starts),
      ends: every(from)(shared.ends),
    })
    const hex = (text: string) => Buffer.from(text).toString('hex')
    for (const symmetric of [false, true]) {
      const expected = pairs.map(([a, b]) => {
        const isTurned = symmetric && Buffer.compare(Buffer.from(a), Buffer.from(b)) > 0
        return isTurned ? `${hex(b)}ff${hex(a)}` : `${hex(a)}ff${hex(b)}`
      })
      for (const columns of [
        [left, right],
        [half(0), half(1)],
      ]) {
        const keys = new RowKeys({ names: ['a', 'b'], positions: [0, 1], symmetric })
        const pairsOf = (rowCount: number) => {
          const { bytes, starts, ends } = keys.of({ firstRow: 0, rowCount, lineOf: () => 1, columns })
          return expected
            .slice(0, rowCount)
            .map((_, i) => Buffer.from(bytes.subarray(starts[i], ends[i])).toString('hex'))
        }
        // few rows are put together by script, many by machine code
        assert.deepEqual(pairsOf(2000), expected.slice(0, 2000))
        assert.deepEqual(pairsOf(9000), expected)
      }
    }
  })
})
