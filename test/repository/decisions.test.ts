import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectFiles, textOf } from './source-files.ts'

const records = (await projectFiles()).filter((name) => name.startsWith('docs/decisions/'))

test('decision records are numbered without gaps or doubles', () => {
  const numbers = records.map((name) => Number(name.match(/^docs\/decisions\/(\d{3})-[a-z0-9-]+\.md$/)?.[1]))
  assert.ok(numbers.length > 0)
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  )
})

for (const name of records) {
  test(`${name} tells context, decision and consequences`, async () => {
    const text = (await textOf(name)) ?? ''
    assert.match(text, /^# /)
    for (const part of ['Context', 'Decision', 'Consequences'])
      assert.match(text, new RegExp(`\\b${part}\\b`), part)
  })
}
