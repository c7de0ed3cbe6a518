/** Texts that are, or just miss to be, values of some type. */
import type { SeededRandom } from '#test/helpers/seeded-random.ts'

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

/** Those that are known to be hard, those spoiled, and many that are made at random. */
export function* tellingTexts(random: SeededRandom): Generator<string> {
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
  yield* TELLING
  yield* spoiled
  yield* made
}
