import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { difference } from './campaign/compare.ts'
import { ParquetJury } from './campaign/jury.ts'
import { parquetOriginals } from './campaign/originals.ts'
import { mutate } from './mutate.ts'

/** How many damaged files are read; `campaign/run.ts` reads thousands. */
const COUNT = 120

test(`of ${COUNT} damaged Parquet files none is read as something that no other reader reads`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'campaign-test-'))
  const jury = new ParquetJury()
  try {
    const originals = await parquetOriginals(folder, new SeededRandom(5))
    const path = join(folder, 'file.parquet')
    let equal = 0
    for (let i = 0; i < COUNT; i++) {
      // every fourth is sound, so that there is enough to compare
      const original = originals[i % originals.length]
      writeFileSync(path, i % 4 === 0 ? original : mutate(original, new SeededRandom(9000 + i)))
      const { outcome, detail } = await jury.judge(path)
      assert.equal(detail, undefined, `file ${i}: ${outcome}`)
      if (outcome.startsWith('accepted, equal')) equal++
      if (i % 4 === 0) assert.notEqual(outcome, 'refused', `sound file ${i}`)
    }
    assert.ok(equal >= COUNT / 5, `only ${equal} were compared`)
  } finally {
    jury.close()
    rmSync(folder, { recursive: true })
  }
})

test('differences are seen', () => {
  const table = (cell: string) => ({ columns: ['x'], rows: [['1'], [cell]] })
  assert.equal(difference(table('0.1'), table('0.1')), undefined)
  assert.ok(difference(table('0.1'), table('0.10000000000000002')))
  assert.ok(difference(table('0.1'), { ...table('0.10000000000000002'), kinds: ['double'] }))
  assert.equal(difference(table('0.1'), { ...table('0.10000000149011612'), kinds: ['single'] }), undefined)
  assert.ok(difference(table('2'), { columns: ['x'], rows: [['1']] }))
  assert.ok(difference(table('2'), { columns: ['y'], rows: table('2').rows }))
})
