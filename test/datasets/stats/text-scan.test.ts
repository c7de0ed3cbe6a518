import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAMAGE_KINDS } from '#datasets/checks/text-damage.ts'
import { HINT } from '#datasets/machine/text-scan-code.ts'
import { scanTexts } from '#datasets/stats/text-scan.ts'
import { seeded } from '../generated-table.ts'
import { stringColumn } from './string-column.ts'

const random = seeded(5)
const below = (n: number) => Math.floor(random() * n)
const ALPHABET = [...'abcxyz  0123456789@&\\ÃÂâðïüñ你😀\ufffd¼½¿']

function texts(count: number): (string | null)[] {
  return Array.from({ length: count }, () => {
    if (below(8) === 0) return null
    return Array.from({ length: below(below(4) ? 20 : 70) }, () => ALPHABET[below(ALPHABET.length)]).join('')
  })
}

/** What the machine code says, from the text as JavaScript has it. */
function hintsOf(text: string): number {
  const digits = text.match(/[0-9]/g)?.length ?? 0
  const damage = /[&\\ÃÂâðï\ufffd]/.test(text) ? HINT.damage : 0
  const address = text.includes('@') ? HINT.address : 0
  return damage | address | (digits >= 7 && digits < Buffer.byteLength(text) ? HINT.telephone : 0)
}

for (const between of ['', '&', 'some other cells'.repeat(2000)]) {
  test(`law: characters and hints are those of the text, ${between.length} other bytes apart`, () => {
    const cells = texts(between.length > 100 ? 40 : 3000)
    const { characters, hints } = scanTexts(stringColumn(cells, between), cells.length)
    cells.forEach((cell, row) => {
      assert.equal(characters[row], [...(cell ?? '')].length, JSON.stringify(cell))
      assert.equal(hints[row], cell === null ? 0 : hintsOf(cell), JSON.stringify(cell))
    })
  })
}

test('law: equal texts have equal hashes wherever they lie, and different ones different hashes', () => {
  const cells = [
    ...texts(4000),
    null,
    '',
    '\0',
    '\0\0',
    'a',
    'a\0',
    ...Array.from({ length: 4000 }, (_, i) => `row ${i}`),
  ]
  const hashOf = new Map<string | null, string>()
  for (const between of ['', 'x', 'yyyyyyyy']) {
    const { hashes } = scanTexts(stringColumn(cells, between), cells.length)
    cells.forEach((cell, row) => {
      const hash = `${hashes[2 * row]} ${hashes[2 * row + 1]}`
      assert.equal(hashOf.get(cell) ?? hash, hash, JSON.stringify(cell))
      hashOf.set(cell, hash)
    })
  }
  assert.equal(new Set(hashOf.values()).size, hashOf.size)
  for (const word of [0, 1]) {
    const halves = new Set([...hashOf.values()].map((hash) => hash.split(' ')[word]))
    assert.ok(halves.size > hashOf.size - 3, 'neither half is poor')
  }
})

test('whatever is looked for as damage is hinted at', () => {
  const damaged = [
    'a\ufffdb',
    'Ã¼ber',
    'Â°C',
    'â€™s',
    'ðŸ˜€',
    'ï¿½',
    'caf\\u00e9',
    '\\xe9',
    '&amp;',
    '&#233;',
  ]
  for (const text of damaged)
    assert.ok(
      DAMAGE_KINDS.some(({ pattern }) => pattern.test(text)),
      text,
    )
  const { hints } = scanTexts(stringColumn(damaged), damaged.length)
  assert.deepEqual([...hints], damaged.map(hintsOf))
  assert.ok(hints.every((hint) => hint & HINT.damage))
})

test('a text larger than what is kept in memory, and rows without any', () => {
  const large = `${'x'.repeat(20 << 20)}@`
  const { characters, hints } = scanTexts(stringColumn([large, 'a']), 2)
  assert.deepEqual([...characters, ...hints], [large.length, 1, HINT.address, 0])
  assert.deepEqual([...scanTexts(stringColumn([null, null]), 2).characters], [0, 0])
})
