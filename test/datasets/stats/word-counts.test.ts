import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scanTexts } from '#datasets/stats/text-scan.ts'
import { WordCounts } from '#datasets/stats/word-counts.ts'
import { seeded } from '../generated-table.ts'
import { stringColumn } from './string-column.ts'

const random = seeded(21)
const below = (n: number) => Math.floor(random() * n)
const PIECES = [
  'Oak',
  'oak',
  'OAK',
  'ash2',
  'x',
  'the',
  'Straße',
  'ÉTÉ',
  '你好吗',
  'a-b_c',
  "don't",
  'q'.repeat(40),
  'q'.repeat(41),
]

function profileOf(cells: readonly (string | null)[]) {
  const words = new WordCounts()
  const column = stringColumn(cells, 'between')
  words.observe(column, scanTexts(column, cells.length).characters, 0)
  return words.finish()
}

test('law: words are counted once a text, without capitals, as a regular expression finds them', () => {
  const cells = Array.from({ length: 3000 }, () =>
    below(20)
      ? Array.from({ length: below(9) }, () => PIECES[below(PIECES.length)]).join([' ', ', ', '\n'][below(3)])
      : null,
  )
  const texts = cells.filter((cell) => cell !== null)
  const found = texts.map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const counts = new Map<string, number>()
  for (const words of found)
    for (const word of new Set(words))
      if (word.length > 2 && word.length <= 40 && word !== 'the')
        counts.set(word, (counts.get(word) ?? 0) + 1)
  const { frequentWords, meanWords, wordsFromRows } = profileOf(cells)
  assert.equal(wordsFromRows, texts.length)
  const total = found.reduce((sum, words) => sum + words.length, 0)
  assert.ok(Math.abs(meanWords - total / texts.length) < 1e-4)
  assert.deepEqual(new Map(frequentWords.map(({ value, count }) => [value, count])), counts)
  assert.deepEqual(
    frequentWords.map(({ count }) => count),
    [...counts.values()].sort((a, b) => b - a),
  )
})

test('texts are looked at by their beginning, and their lengths are those of all', () => {
  const long = `${'a'.repeat(1999)} hidden`
  const { frequentWords, lengths } = profileOf([long, 'é'.repeat(10)])
  assert.deepEqual(
    frequentWords.map(({ value }) => value),
    ['é'.repeat(10)],
  )
  assert.equal(
    lengths.reduce((sum, { count }) => sum + count, 0),
    2,
  )
})
