import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TextPart, textDifference } from '#core/text-difference.ts'
import { SeededRandom } from '../helpers/seeded-random.ts'

const joined = (parts: readonly TextPart[]) => parts.map(({ text }) => text).join('')
const same = (parts: readonly TextPart[]) => joined(parts.filter(({ differs }) => !differs))
const marked = (parts: readonly TextPart[]) => parts.flatMap(({ text, differs }) => (differs ? text : []))

test('for random texts the parts give the texts, and what is unmarked is the same on both sides', () => {
  const random = new SeededRandom(4)
  const words = ['red', 'blue', '42', ' ', '  ', ',', 'é', '👩🏽‍🚀', '\n', 'shoe']
  const text = () =>
    Array.from({ length: random.next() * 12 }, () => words[Math.floor(random.next() * words.length)])
  for (let round = 0; round < 500; round++) {
    const [a, b] = [text().join(''), text().join('')]
    const { left, right } = textDifference(a, b)
    assert.equal(joined(left), a)
    assert.equal(joined(right), b)
    assert.equal(same(left), same(right))
    assert.equal(marked(left).length + marked(right).length === 0, a === b)
  }
})

test('a changed colour and size are marked, the rest is not', () => {
  const { left, right } = textDifference('Trail shoe, red, size 42', 'Trail shoe, blue, size 43')
  assert.deepEqual(marked(left), ['red', '42'])
  assert.deepEqual(marked(right), ['blue', '43'])
})

test('very long texts are compared as wholes', () => {
  const long = 'word '.repeat(1_000)
  assert.deepEqual(marked(textDifference(long, `${long}!`).left), [long])
  assert.deepEqual(marked(textDifference(long, long).left), [])
})
