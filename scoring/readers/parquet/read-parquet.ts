/** Flat Parquet files as batches of typed columns. Format: apache/parquet-format. */
import type { ColumnForm, TableBatch, TableReader } from '#core/table.ts'
import type { FileBytes } from '../bytes/feed.ts'
import { type FormChoice, formsOf } from '../columns.ts'
import type { ReadLimits } from '../limits.ts'
import { type ColumnCursor, fillingCursor, steppingCursor } from './column-cursor.ts'
import type { DecoderSetting } from './column-decoder.ts'
import type { ColumnType } from './column-type.ts'
import { type ParquetMetadata, readMetadata } from './metadata.ts'
import { LiveBytes, PageBuffer } from './page-buffer.ts'
import { Scratch, STEP } from './physical.ts'

const CELLS = 4 * 1024 * 1024

export interface ParquetReader extends TableReader {
  /** Of each column. */
  types: readonly ColumnType[]
}

/**
 * A table reader over a file in random access. Text columns are UTF-8 strings as stored, or typed values as the text
 * that the same table's CSV would have; number columns are booleans (0, 1), integers, floats, decimals, or strings that
 * are number literals. Nothing is allocated on the word of a header alone. Errors: GrandstandError `file_rejected`.
 */
export function readParquet(
  open: () => FileBytes,
  options: { columns?: FormChoice; limits: ReadLimits },
): ParquetReader {
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
    types: metadata.columns.map(({ type }) => type),
    async *batches(into = []) {
      const file = open()
      try {
        yield* groupBatches(metadata, cursorsOf(metadata, forms, into, settingOf(file, options.limits)))
      } finally {
        file.close()
      }
    },
  }
}

/** Rows taken at a time: fewer where tens of thousands of columns would each keep room for them. */
function stepOf(columnCount: number): number {
  return Math.max(256, Math.min(STEP, Math.floor(CELLS / columnCount)))
}

function settingOf(file: FileBytes, limits: ReadLimits): DecoderSetting {
  const live = new LiveBytes(limits.livePageBytes)
  return { file, limits, live, scratch: new Scratch(), passing: new PageBuffer(live) }
}

function cursorsOf(
  { columns, rowCount }: ParquetMetadata,
  forms: readonly ColumnForm[],
  into: readonly (Float64Array | undefined)[],
  setting: DecoderSetting,
): ColumnCursor[] {
  return columns.map((column, i) => {
    const target = into[i]
    return target && forms[i] === 'number' && target.length >= rowCount
      ? fillingCursor(column, i, target, setting)
      : steppingCursor(column, i, forms[i], setting, stepOf(columns.length))
  })
}

function* groupBatches(metadata: ParquetMetadata, cursors: readonly ColumnCursor[]): Generator<TableBatch> {
  let firstRow = 0
  for (const group of metadata.groups) {
    for (const cursor of cursors) cursor.startGroup(group)
    for (let left = group.rowCount; left > 0; ) {
      let count = Math.min(left, stepOf(cursors.length))
      for (const cursor of cursors) count = Math.min(count, cursor.available())
      const columns = cursors.map((cursor) => cursor.take(count))
      const from = firstRow
      yield { firstRow, rowCount: count, lineOf: (row) => from + row + 1, columns }
      firstRow += count
      left -= count
    }
  }
}
