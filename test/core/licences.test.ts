import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLicence, USUAL_LICENCES } from '#core/licences.ts'
import { SPDX_IDS } from '#core/spdx-ids.ts'

test('every usual licence is in the SPDX list under its own name, and has an address', () => {
  for (const { id, name, url } of USUAL_LICENCES) {
    assert.equal(SPDX_IDS.get(id.toLowerCase()), id)
    assert.ok(name.length > 3)
    assert.match(url, /^https:\/\//)
  }
  assert.ok(SPDX_IDS.size > 600)
})

test('expressions are parsed and written the standard way', () => {
  const cases: [string, string, string[]][] = [
    ['mit', 'MIT', ['MIT']],
    ['  cc-by-4.0  and   MIT ', 'CC-BY-4.0 AND MIT', ['CC-BY-4.0', 'MIT']],
    ['(MIT or Apache-2.0) AND CC0-1.0', '(MIT OR Apache-2.0) AND CC0-1.0', ['MIT', 'Apache-2.0', 'CC0-1.0']],
    [
      'GPL-2.0-or-later WITH Classpath-exception-2.0',
      'GPL-2.0-or-later WITH Classpath-exception-2.0',
      ['GPL-2.0-or-later'],
    ],
    ['LicenseRef-Our-Terms', 'LicenseRef-Our-Terms', ['LicenseRef-Our-Terms']],
    ['MPL-1.1+', 'MPL-1.1+', ['MPL-1.1+']],
    ['MIT AND MIT', 'MIT AND MIT', ['MIT']],
  ]
  for (const [text, expression, ids] of cases) {
    const parsed = parseLicence(text)
    assert.ok('expression' in parsed, JSON.stringify(parsed))
    assert.equal(parsed.expression, expression)
    assert.deepEqual(
      parsed.licences.map(({ id }) => id),
      ids,
    )
    // what we write, we read again as the same
    assert.deepEqual(parseLicence(parsed.expression), parsed)
  }
})

test('what is no expression is refused with a word about it', () => {
  for (const text of [
    '',
    'MIT CC0-1.0',
    'AND MIT',
    'MIT AND',
    '(MIT',
    'MIT)',
    '()',
    'MIT WITH',
    'WITH x',
    'MIT ( CC0-1.0 )',
  ])
    assert.match((parseLicence(text) as { problem: string }).problem, /SPDX/, text)
  const near = parseLicence('CC BY 4.0') as { problem: string }
  assert.match(near.problem, /'CC' is no SPDX licence/)
  assert.match((parseLicence('CC-BY') as { problem: string }).problem, /Do you mean CC-BY/)
  assert.match((parseLicence('Own terms') as { problem: string }).problem, /LicenseRef-Name/)
})
