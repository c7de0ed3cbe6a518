import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looksLike } from '#datasets/cell-text.ts'
import { CANDIDATES, cellClass, maskOf } from '#datasets/stats/cell-class.ts'
import { DistinctValues } from '#datasets/stats/distinct-values.ts'
import { hash64 } from '#datasets/stats/hash64.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const TELLING = [
  ...[
    '0',
    '-0',
    '00',
    '007',
    '-',
    '.',
    '-.',
    '.5',
    '5.',
    '-.5',
    '1.5',
    '01.5',
    '1e5',
    '1E-3',
    '-1.5e+30',
    '1e999',
  ],
  ...[
    '12345678901234567',
    '123456789012345678',
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
  ],
  ...[
    'true',
    'True',
    'TRUE',
    'tRue',
    'false',
    'FALSE',
    'nan',
    'NaN',
    'inf',
    '-inf',
    '+inf',
    'Infinity',
    '-infinity',
  ],
  ...[
    '2024-01-31',
    '2023-02-29',
    '2024-02-29',
    '2024-1-1',
    '2024-13-01',
    '0000-01-01',
    '12345-01-01',
    '-024-01-31',
  ],
  ...[
    '2024-01-31T12:00:00Z',
    '2024-01-31 23:59:59',
    '2024-02-30T12:00:00Z',
    '2024-01-31 12:00',
    '2024-01-31T12:00:00.123456789',
    '2024-01-31Z',
    '2024-01-31T25:00:00Z',
  ],
  ...[
    '',
    ' ',
    '1 ',
    ' 1',
    '+1',
    '1,5',
    '1_000',
    '0x10',
    '١٢',
    'n',
    't',
    'true ',
    '1.2.3',
    '1e',
    'e5',
    '--1',
    '1-2',
  ],
]

test('told from bytes, a text has the types that it looks like', () => {
  const random = new SeededRandom(31)
  const alphabet = '0123456789-.eE+:TZ tfn'
  const made = Array.from({ length: 40_000 }, () => {
    const length = 1 + random.below(random.below(2) === 0 ? 5 : 26)
    return Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join('')
  })
  const spoiled = TELLING.flatMap((text) =>
    Array.from({ length: 60 }, () => {
      const at = random.below(text.length + 1)
      return text.slice(0, at) + alphabet[random.below(alphabet.length)] + text.slice(at + random.below(2))
    }),
  )
  for (const text of [...TELLING, ...spoiled, ...made]) {
    const bytes = Buffer.from(`x${text}y`)
    const expected = maskOf(CANDIDATES.filter((type) => looksLike(type, text)))
    const found = cellClass(bytes, 1, bytes.length - 1, maskOf(CANDIDATES))
    assert.equal(found, expected, JSON.stringify(text))
  }
})

test('different values are exact up to the limit, and near beyond it', () => {
  for (const [limit, count, bits] of [
    [1000, 1000, 12],
    [1000, 5000, 12],
    [10, 100_000, 12],
    [50, 20_000, 8],
  ]) {
    const values = new DistinctValues(limit, 1_000_000, bits)
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < count; i++) {
        const bytes = Buffer.from(`value ${i}`)
        const hash = { high: 0, low: 0 }
        hash64(hash, bytes, 0, bytes.length)
        values.add(hash, bytes, 0, bytes.length)
      }
    }
    assert.equal(values.exact, count <= limit)
    if (values.exact)
      assert.deepEqual(
        values.values,
        Array.from({ length: count }, (_, i) => `value ${i}`),
      )
    const error = Math.abs(values.count - count) / count
    assert.ok(error <= (values.exact ? 0 : bits === 12 ? 0.06 : 0.25), `${values.count} of ${count}`)
  }
})
