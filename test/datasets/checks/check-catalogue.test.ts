import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { explainChecks } from '#datasets/checks/check.ts'
import { CHECK_KINDS } from '#datasets/checks/check-catalogue.ts'

test('the data standard lists every code of the catalogue, and no other', async () => {
  const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'data-standard.md')
  const text = await readFile(file, 'utf8')
  const section = text.slice(text.indexOf('## 10. What is checked'), text.indexOf('## 11.'))
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  const listed = rows.flatMap((row) =>
    [...row.split('|')[1].matchAll(/`([a-z_]+)`/g)].map(([, code]) => code),
  )
  assert.deepEqual(listed.toSorted(), Object.keys(CHECK_KINDS).toSorted())
})

test('findings are explained and sorted by severity; one of an unknown kind is still shown', () => {
  const stored = [
    { code: 'class_balance', severity: 'info', table: 'train', message: 'a' },
    { code: 'of_another_time', severity: 'warning', table: 'train', message: 'b' },
    { code: 'duplicate_id', severity: 'error', table: 'train', message: 'c' },
  ]
  const explained = explainChecks(stored)
  assert.deepEqual(
    explained.map((check) => check.message),
    ['c', 'b', 'a'],
  )
  assert.match(explained[0].why, /no one answer/)
  assert.equal(explained[1].title, 'A finding')
  assert.deepEqual(explainChecks(null), [])
})
