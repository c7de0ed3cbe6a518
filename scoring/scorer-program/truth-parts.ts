import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Split } from '#core/report.ts'
import type { TableBatch, TextBatch } from '#core/table.ts'
import type { ColumnSchema } from '#datasets/schema.ts'
import type { TypedBatch } from '#datasets/typed-batch.ts'
import { CsvTableWriter } from '#datasets/write-csv.ts'
import { textColumn } from '../judge/opened-table.ts'
import { openTable } from '../readers/open-table.ts'

/** A part of the answers as a file of its own, which is all that a program is shown of them in one run. */
export interface TruthPart {
  part: Split | 'all'
  /** CSV without the split column. */
  path: string
  rows: number
}

const SPLITS: readonly Split[] = ['public', 'private']

/**
 * Cuts a truth into one file per part, so that a program that scores the public part cannot know a private row.
 *
 * @param truthPath any table that the readers know
 * @param folder is made; the files in it are `public.csv` and `private.csv`, or `all.csv` for a truth without splits
 * @returns the parts that have rows, public first
 */
export async function cutTruth(truthPath: string, folder: string): Promise<TruthPart[]> {
  await mkdir(folder, { mode: 0o755 })
  const table = await openTable(truthPath)
  const splitAt = table.columns.indexOf('split')
  const kept = table.columns.flatMap((name, at) => (at === splitAt ? [] : [{ name, at }]))
  const schema = kept.map(
    ({ name }): ColumnSchema => ({ name, type: 'string', modality: 'text', role: 'feature', nullable: true }),
  )
  const names = splitAt < 0 ? (['all'] as const) : SPLITS
  const files = names.map((part) => ({ part, path: join(folder, `${part}.csv`), rows: 0 }))
  const writers = files.map(({ path }) => new CsvTableWriter(path, schema))
  try {
    for await (const batch of table.batches()) {
      files.forEach((file, i) => {
        const rows = splitAt < 0 ? allRows(batch) : rowsOfSplit(batch, splitAt, file.part)
        file.rows += rows.length
        writers[i].observe(
          picked(
            batch,
            kept.map(({ at }) => at),
            rows,
          ),
        )
      })
    }
    for (const writer of writers) writer.finish()
  } finally {
    for (const writer of writers) writer.abandon()
  }
  return files.filter(({ rows }) => rows > 0)
}

function allRows({ rowCount }: TableBatch): Uint32Array {
  return Uint32Array.from({ length: rowCount }, (_, row) => row)
}

function rowsOfSplit(batch: TableBatch, splitAt: number, split: string): Uint32Array {
  const { bytes, starts, ends } = textColumn(batch, splitAt)
  const wanted = Buffer.from(split)
  const rows: number[] = []
  for (let row = 0; row < batch.rowCount; row++) {
    if (wanted.equals(bytes.subarray(starts[row], ends[row]))) rows.push(row)
  }
  return Uint32Array.from(rows)
}

function picked(batch: TableBatch, columns: readonly number[], rows: Uint32Array): TypedBatch {
  const cells = (column: TextBatch) => ({
    type: 'string' as const,
    bytes: column.bytes,
    starts: rows.map((row) => column.starts[row]),
    ends: rows.map((row) => column.ends[row]),
    nulls: Uint8Array.from(rows, (row) => column.nulls?.[row] ?? 0),
  })
  return { rowCount: rows.length, columns: columns.map((at) => cells(textColumn(batch, at))) }
}
