/** Flat Parquet files as batches of typed columns. Format: apache/parquet-format. */
import type { ColumnBatch, TableBatch, TableReader } from '#core/table.ts'
import type { FileBytes } from '../bytes/feed.ts'
import { type FormChoice, formsOf } from '../columns.ts'
import type { ReadLimits } from '../limits.ts'
import { ColumnCursor } from './column-cursor.ts'
import { type ParquetMetadata, readMetadata } from './metadata.ts'
import { STEP } from './physical.ts'

/**
 * A table reader over a file in random access. Text columns are UTF-8 strings as stored, or typed values as the text
 * that the same table's CSV would have; number columns are booleans (0, 1), integers, floats, decimals, or strings that
 * are number literals. Nothing is allocated on the word of a header alone. Errors: GrandstandError `file_rejected`.
 */
export function readParquet(
  open: () => FileBytes,
  options: { columns?: FormChoice; limits: ReadLimits },
): TableReader {
  const first = open()
  let metadata: ParquetMetadata
  try {
    metadata = readMetadata(first, options.limits)
  } finally {
    first.close()
  }
  const names = metadata.columns.map(({ name }) => name)
  const forms = formsOf(names, options.columns)
  return {
    format: 'parquet',
    columns: names,
    async *batches() {
      const file = open()
      try {
        const setting = { file, limits: options.limits, live: { bytes: 0 } }
        const cursors = metadata.columns.map((column, i) => new ColumnCursor(column, i, forms[i], setting))
        yield* groupBatches(metadata, cursors)
      } finally {
        file.close()
      }
    },
  }
}

function* groupBatches(metadata: ParquetMetadata, cursors: readonly ColumnCursor[]): Generator<TableBatch> {
  let firstRow = 0
  for (const group of metadata.groups) {
    for (const cursor of cursors) cursor.startGroup(group)
    for (let left = group.rowCount; left > 0; ) {
      let count = Math.min(left, STEP)
      for (const cursor of cursors) count = Math.min(count, cursor.available())
      for (const cursor of cursors) cursor.take(count)
      yield batchOf(cursors, firstRow, count)
      firstRow += count
      left -= count
    }
  }
}

function batchOf(cursors: readonly ColumnCursor[], firstRow: number, rowCount: number): TableBatch {
  return { firstRow, rowCount, lineOf: (row) => firstRow + row + 1, columns: cursors.map(columnOf) }
}

function columnOf(cursor: ColumnCursor): ColumnBatch {
  const nulls = cursor.hasNulls ? cursor.nulls : undefined
  if (cursor.form === 'number') return { form: 'number', values: cursor.values, nulls }
  return { form: 'text', bytes: cursor.bytes, starts: cursor.starts, ends: cursor.ends, nulls }
}
