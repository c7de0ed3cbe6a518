import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { GrandstandError } from '#core/errors.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { mutate } from './mutate.ts'

/** How many damaged files are read; `FUZZ_FILES=10000` for a long run, `FUZZ_SEED` for others. */
const count = Number(process.env.FUZZ_FILES ?? 500)
const seed = Number(process.env.FUZZ_SEED ?? 2026)

const folder = join(import.meta.dirname, 'pyarrow')
const parquet = readdirSync(folder)
  .filter((name) => name.endsWith('.parquet'))
  .map((name) => readFileSync(join(folder, name)))
const csv = Buffer.from(
  `id,x,"a,b"\n${Array.from({ length: 90 }, (_, i) => `é${i},${i / 7},"q""${i}\n"`).join('\n')}`,
)
const originals = [
  ...parquet,
  csv,
  Buffer.from(`\ufeff${csv}`, 'utf16le'),
  gzipSync(csv),
  zstdCompressSync(csv),
]

/** Reads all cells: every range must lie in its bytes, every number be there. */
async function readAll(bytes: Uint8Array): Promise<number> {
  const limits = { decompressedBytes: 1e7, pageBytes: 1e7, livePageBytes: 1e8, rows: 1e5 }
  const table = await openTable(bytes, {
    columns: { x: 'number', double: 'number', int64: 'number' },
    limits,
  })
  let rows = 0
  for await (const { rowCount, columns } of table.batches()) {
    assert.equal(columns.length, table.columns.length)
    for (const column of columns) {
      if (column.form === 'number') assert.ok(column.values.length >= rowCount)
      else {
        for (let row = 0; row < rowCount; row++) {
          const start: number = column.starts[row]
          const end: number = column.ends[row]
          if (start > end || end > column.bytes.length) assert.fail(`cell ${start} to ${end}`)
        }
      }
    }
    rows += rowCount
  }
  return rows
}

test(`of ${count} damaged files every one is read or refused`, async () => {
  const random = new SeededRandom(seed)
  const outcomes = { read: 0, refused: 0 }
  for (let i = 0; i < count; i++) {
    const bytes = mutate(originals[random.below(originals.length)], random)
    const before = performance.now()
    try {
      await readAll(bytes)
      outcomes.read++
    } catch (error) {
      const isRefusal = error instanceof GrandstandError && error.code === 'file_rejected'
      if (!isRefusal) throw new Error(`file ${i} of seed ${seed}: ${error}`, { cause: error })
      assert.ok(error.problems.length > 0)
      outcomes.refused++
    }
    if (performance.now() - before > 10_000) assert.fail(`file ${i} of seed ${seed} took too long`)
  }
  // damage that is always refused, or never, would be damage that does not test much
  assert.ok(outcomes.read > count / 50 && outcomes.refused > count / 5, JSON.stringify(outcomes))
})
