import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { ERRORS } from '#core/errors.ts'
import { projectFolder } from '../helpers/processes.ts'

const page = await readFile(path.join(projectFolder, 'docs/errors.md'), 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
)

test('every error code has a heading in docs/errors.md, and there are no others', () => {
  assert.deepEqual([...sections.keys()].sort(), Object.keys(ERRORS).sort())
})

for (const [code, { status }] of Object.entries(ERRORS)) {
  test(`docs/errors.md gives ${code} its status and more than a word`, () => {
    const section = sections.get(code)!
    assert.match(section, new RegExp(`^Status ${status}\\. `, 'm'))
    assert.ok(section.length > 80)
  })
}
