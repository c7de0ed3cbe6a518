import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cutTruth } from '#scoring/scorer-program/truth-parts.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'
import { readTable } from '../readers/read-cells.ts'
import { folderOf } from './scorer-case.ts'

async function cut(text: string) {
  const folder = folderOf({})
  writeFileSync(join(folder, 'truth'), text)
  return cutTruth(join(folder, 'truth'), join(folder, 'parts'))
}

test('a truth with splits becomes one file per part, without the split column, in its order', async () => {
  const parts = await cut('id,label,split\n1,cat,public\n2,dog,private\n"3, ""x""",,public\n4,"",private\n')
  assert.deepEqual(
    parts.map(({ part, rows, path }) => [part, rows, readFileSync(path, 'utf8')]),
    [
      ['public', 2, 'id,label\n1,cat\n"3, ""x""",\n'],
      ['private', 2, 'id,label\n2,dog\n4,""\n'],
    ],
  )
})

test('the split column may stand anywhere; a part without rows is left out; without splits there is one file', async () => {
  const [only, ...none] = await cut('split,id_left,id_right,label\nprivate,a,b,1\n')
  assert.deepEqual(none, [])
  assert.deepEqual(
    [only.part, readFileSync(only.path, 'utf8')],
    ['private', 'id_left,id_right,label\na,b,1\n'],
  )
  const [whole] = await cut('id,label\r\n1,cat\r\n')
  assert.deepEqual(
    [whole.part, whole.rows, readFileSync(whole.path, 'utf8')],
    ['all', 1, 'id,label\n1,cat\n'],
  )
})

test('of a large truth every row is in exactly one part, cell for cell', async () => {
  const random = new SeededRandom(3)
  const cells = ['plain', 'with, comma', 'with "quotes"', 'two\nlines', 'ä€𝄞', '007', ' spaced ']
  const rows = Array.from({ length: 30_000 }, (_, i) => {
    const split = random.next() < 0.3 ? 'public' : 'private'
    return [`r${i}`, cells[Math.floor(random.next() * cells.length)], split] as const
  })
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const parts = await cut(`id,label,split\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`)
  for (const { part, path, rows: count } of parts) {
    const wanted = rows.filter(([, , split]) => split === part).map(([id, label]) => [id, label])
    assert.equal(count, wanted.length)
    assert.deepEqual((await readTable(path)).rows, wanted)
  }
})
