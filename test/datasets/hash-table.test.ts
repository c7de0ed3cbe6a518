import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashTable } from '#datasets/hash-table.ts'
import { RowHash } from '#datasets/row-hash.ts'
import { CsvTableWriter } from '#datasets/write-csv.ts'
import { ParquetTableWriter } from '#datasets/write-parquet.ts'
import { ALL_TYPES, generateRows, toBatches } from './generated-table.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

test('law: what is written is read back, from both formats, with the hash of what went in', async () => {
  for (const [count, seed] of [
    [0, 1],
    [1, 2],
    [37, 3],
    [3000, 4],
  ]) {
    const batches = toBatches(ALL_TYPES, generateRows(count, seed), 501)
    const [csvPath, zstdPath, snappyPath] = ['t.csv', 't.parquet', 's.parquet'].map((name) =>
      temp.fresh(name),
    )
    const csv = new CsvTableWriter(csvPath, ALL_TYPES.columns)
    const zstd = new ParquetTableWriter(zstdPath, ALL_TYPES, { rowGroupRows: 700 })
    const snappy = new ParquetTableWriter(snappyPath, ALL_TYPES, { codec: 'snappy' })
    const hash = new RowHash(ALL_TYPES.columns)
    for (const batch of batches) for (const out of [csv, zstd, snappy, hash]) out.observe(batch)
    for (const out of [csv, zstd, snappy]) out.finish()
    const expected = { rowHash: hash.digest(), rows: count }
    assert.deepEqual(await hashTable(csvPath, ALL_TYPES), expected, `csv, ${count} rows`)
    assert.deepEqual(await hashTable(zstdPath, ALL_TYPES), expected, `parquet, ${count} rows`)
    assert.deepEqual(await hashTable(snappyPath, ALL_TYPES), expected, `snappy parquet, ${count} rows`)
  }
})
