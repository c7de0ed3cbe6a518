/** Flat Arrow IPC files (Feather version 2) and streams as batches of text columns. Format: apache/arrow, Columnar.rst. */
import type { ColumnBatch, TableBatch, TableReader } from '#core/table.ts'
import type { FileBytes } from '../bytes/feed.ts'
import { requireNames } from '../columns.ts'
import type { DeclaredColumn } from '../declared-column.ts'
import type { ReadLimits } from '../limits.ts'
import { PHYSICAL } from '../parquet/column-type.ts'
import { CellError, PageError } from '../parquet/page-error.ts'
import { rejectFile, tooManyRows } from '../reject.ts'
import { ArrayCursor, InvalidText, type Texts } from './array-cursor.ts'
import { type ArrowColumn, type ArrowType, columnOf } from './arrow-column.ts'
import { BatchBuffers } from './batch-buffers.ts'
import { type DictionaryValues, lookUp, readDictionary } from './dictionaries.ts'
import { type ArrowMessages, type BatchPlace, fileMessages, streamMessages } from './messages.ts'

const CELLS = 256 * 1024
/** Bytes of text in one batch, unless a single row holds more. */
const BATCH_BYTES = 64 * 1024 * 1024

export interface ArrowReader extends TableReader {
  declared: readonly DeclaredColumn[]
}

/**
 * A table reader over Arrow IPC in random access. Texts are as stored, typed values as the text that the same table's
 * CSV would have, dictionaries are resolved. Every offset, index and length is checked. Errors: GrandstandError
 * `file_rejected`.
 */
export function readArrow(
  open: () => FileBytes,
  options: { limits: ReadLimits; isStream: boolean },
): ArrowReader {
  const { limits } = options
  const first = open()
  const { columns, batches } = (() => {
    try {
      return guarded(() => readSchema(first, options))
    } finally {
      first.close()
    }
  })()
  return {
    format: 'arrow',
    columns: columns.map(({ name }) => name),
    declared: columns.map(({ type }) => type.declared),
    async *batches() {
      const file = open()
      try {
        yield* allBatches(file, columns, batches, limits)
      } finally {
        file.close()
      }
    },
  }
}

function readSchema(file: FileBytes, { limits, isStream }: { limits: ReadLimits; isStream: boolean }) {
  const messages: ArrowMessages = isStream ? streamMessages(file) : fileMessages(file)
  if (messages.fields.length === 0)
    throw rejectFile({ code: 'no_columns', message: 'The file has no columns.' })
  if (messages.fields.length > limits.columns) {
    const message = `The file has more than ${limits.columns} columns.`
    throw rejectFile({ code: 'too_many_columns', message })
  }
  const columns = messages.fields.map(columnOf)
  requireNames(columns.map(({ name }) => name))
  let rows = 0
  for (const { dictionary, rowCount } of messages.batches) if (!dictionary) rows += rowCount
  if (rows > limits.rows) throw tooManyRows(limits, rows)
  return { columns, batches: messages.batches }
}

function* allBatches(
  file: FileBytes,
  columns: readonly ArrowColumn[],
  places: readonly BatchPlace[],
  limits: ReadLimits,
): Generator<TableBatch> {
  const dictionaries = new Map<number, DictionaryValues>()
  let firstRow = 0
  for (const place of places) {
    if (place.dictionary) {
      const { id } = place.dictionary
      const column = columns.find(({ dictionary }) => dictionary?.id === id)
      if (!column) continue // of a column that the schema does not have
      const values = guarded(
        () => readDictionary(file, place, column.type, dictionaries.get(id), limits),
        column.name,
      )
      dictionaries.set(id, values)
    } else {
      const batch = new RecordBatch(file, place, columns, dictionaries, limits)
      yield* batch.stretches(firstRow)
      firstRow += place.rowCount
    }
  }
}

interface Cells {
  column: ArrowColumn
  cursor: ArrayCursor
  /** The texts themselves: the cursor's, or what its indexes stand for. */
  texts: Texts
  values?: DictionaryValues
}

class RecordBatch {
  readonly #rowCount: number
  readonly #step: number
  readonly #cells: Cells[]
  readonly #budget: number

  constructor(
    file: FileBytes,
    place: BatchPlace,
    columns: readonly ArrowColumn[],
    dictionaries: ReadonlyMap<number, DictionaryValues>,
    limits: ReadLimits,
  ) {
    this.#rowCount = place.rowCount
    this.#step = Math.min(place.rowCount, Math.max(64, Math.min(8192, Math.floor(CELLS / columns.length))))
    this.#budget = Math.max(64 * 1024, Math.floor(BATCH_BYTES / columns.length))
    const buffers = new BatchBuffers(file, place, limits)
    if (place.nodes.length !== columns.length) throw corrupt('a batch with other columns than the schema')
    let views = 0
    this.#cells = columns.map((column, i) =>
      guarded(() => {
        const [rows] = place.nodes[i]
        if (rows !== place.rowCount)
          throw new RangeError(`${rows} values where ${place.rowCount} are declared`)
        const type = column.dictionary ? indexType(column.dictionary.index) : column.type
        const viewBuffers = type.layout.is === 'views' ? (place.viewBuffers[views++] ?? 0) : 0
        const { rowCount } = place
        const size = { rowCount, step: this.#step, cellBytes: limits.cellBytes, viewBuffers }
        const cursor = new ArrayCursor(type, buffers, size)
        if (!column.dictionary) return { column, cursor, texts: cursor.texts }
        const values = dictionaries.get(column.dictionary.id)
        if (!values && rowCount > 0) throw new RangeError('a dictionary that is missing')
        return { column, cursor, texts: emptyTexts(this.#step), values }
      }, column.name),
    )
    if (!buffers.isEmpty) throw corrupt('more buffers than its columns need')
  }

  *stretches(firstRow: number): Generator<TableBatch> {
    for (let row = 0; row < this.#rowCount; ) {
      let count = Math.min(this.#step, this.#rowCount - row)
      for (const { column, cursor } of this.#cells) {
        count = guarded(() => cursor.fitting(row, count, this.#budget), column.name, firstRow + row)
      }
      for (const cells of this.#cells) {
        guarded(() => take(cells, row, count), cells.column.name, firstRow + row)
      }
      const from = firstRow + row
      const columns = this.#cells.map(({ texts }) => batchOf(texts))
      yield { firstRow: from, rowCount: count, lineOf: (i) => from + i + 1, columns }
      row += count
    }
  }
}

function take({ cursor, texts, values }: Cells, row: number, count: number): void {
  cursor.take(row, count)
  if (values) lookUp(cursor.texts, count, values, texts)
}

function batchOf({ bytes, starts, ends, nulls, hasNulls }: Texts): ColumnBatch {
  return { form: 'text', bytes, starts, ends, nulls: hasNulls ? nulls : undefined }
}

function emptyTexts(step: number): Texts {
  const [starts, ends] = [new Uint32Array(step), new Uint32Array(step)]
  return { bytes: new Uint8Array(0), starts, ends, nulls: new Uint8Array(step), hasNulls: false }
}

function indexType({ width, isSigned }: { width: number; isSigned: boolean }): ArrowType {
  const meaning = { is: isSigned ? 'signed' : 'unsigned', bits: width * 8 } as const
  const physical = width === 8 ? PHYSICAL.int64 : PHYSICAL.int32
  return {
    layout: { is: 'fixed', width },
    convert: { physical, fixedLength: 0, meaning },
    declared: { name: 'index', candidates: [] },
  }
}

/** Makes of a decoder's complaint a problem with the column's name and the row near which it arose. */
function guarded<T>(work: () => T, column?: string, row?: number): T {
  try {
    return work()
  } catch (error) {
    const line = row === undefined ? undefined : row + 1
    if (error instanceof InvalidText) {
      const message = 'A text is not valid UTF-8. Write the column as strings.'
      throw rejectFile({ line: (line ?? 1) + error.row, column, code: 'not_utf8', message }, error)
    }
    if (error instanceof CellError) {
      const { code, message } = error
      throw rejectFile({ line, column, code, message }, error)
    }
    if (error instanceof RangeError || error instanceof TypeError || error instanceof PageError) {
      // what a view of bytes says of an offset outside of it helps nobody
      const isOurs = !(error instanceof TypeError) && !error.message.includes('DataView')
      throw corrupt(isOurs ? error.message : 'its parts do not fit together', { line, column }, error)
    }
    throw error
  }
}

function corrupt(what: string, where: { line?: number; column?: string } = {}, cause?: unknown) {
  const message = `The Arrow data is damaged: ${what}. Write the file again.`
  return rejectFile({ ...where, code: 'corrupt_arrow', message }, cause)
}
