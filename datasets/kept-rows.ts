import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ChunkBuffer } from './parquet/chunk-buffer.ts'
import { RowGrouper } from './row-grouper.ts'
import type { ColumnSchema } from './schema.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from './typed-batch.ts'

/** Rows of a batch that comes back, and cells: tables of thousands of columns have shorter batches. */
const MOST_ROWS = 8192
const MOST_CELLS = 1 << 20
const TEXT_BYTES = 4 << 20
const HEADER_BYTES = 8
/** The lines of the rows are kept as one more column of whole numbers. */
const LINES: ColumnSchema = { name: '', type: 'date', modality: 'numeric', role: 'ignore', nullable: false }

const padded = (size: number) => Math.ceil(size / 8) * 8

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** Where kept rows lie, for any thread of the process. */
export interface KeptFile {
  fd: number
  size: number
  columns: readonly ColumnSchema[]
}

/** The parts of a column as they lie in the file, each from an 8-byte boundary on. */
function partsOf(column: TypedColumn, rows: number): Uint8Array[] {
  const nulls = column.nulls.subarray(0, rows)
  if (column.type !== 'string') return [nulls, bytesOf(column.values.subarray(0, rows))]
  const [starts, ends] = [column.starts.subarray(0, rows), column.ends.subarray(0, rows)]
  return [nulls, bytesOf(starts), bytesOf(ends), column.bytes.subarray(0, rows > 0 ? ends[rows - 1] : 0)]
}

/**
 * The typed rows of a table in a file without a name, in the binary form in which batches hold them: whoever needs a table
 * more than once parses it once. What is read back are as many rows, in batches of their own size.
 */
export class KeptRows implements BatchObserver {
  readonly #fd: number
  readonly #columns: readonly ColumnSchema[]
  readonly #grouper: RowGrouper
  #block = new Uint8Array(1 << 20)
  #size = 0
  #open = true
  /** Kept so far. */
  rows = 0

  /** @param folder has room for the table; the file leaves its list of names at once */
  constructor(folder: string, columns: readonly ColumnSchema[]) {
    const path = join(folder, `.rows-${randomUUID()}`)
    this.#fd = openSync(path, 'wx+')
    unlinkSync(path)
    this.#columns = columns
    const rows = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / columns.length)))
    const limits = { rows, textBytes: TEXT_BYTES }
    this.#grouper = new RowGrouper([...columns, LINES], limits, (chunks, count) => this.#write(chunks, count))
  }

  /** Keeps the rows of a batch, which has all columns. */
  observe({ rowCount, columns, lines }: TypedBatch): void {
    const values = new Int32Array(rowCount)
    if (lines) values.set(lines.subarray(0, rowCount))
    const last: TypedColumn = { type: 'date', values, nulls: new Uint8Array(rowCount) }
    this.rows += rowCount
    this.#grouper.observe({ rowCount, columns: [...columns, last] })
  }

  /** All rows have been kept. */
  seal(): void {
    this.#grouper.flush()
  }

  #write(chunks: readonly ChunkBuffer[], rows: number): void {
    const parts = chunks.flatMap((chunk) => partsOf(chunk.seal(), rows))
    const size = parts.reduce((sum, part) => sum + padded(part.length), HEADER_BYTES)
    if (this.#block.length < size) this.#block = new Uint8Array(2 * size)
    new Uint32Array(this.#block.buffer, 0, 2).set([rows, size])
    let at = HEADER_BYTES
    for (const part of parts) {
      this.#block.set(part, at)
      at += padded(part.length)
    }
    for (let from = 0; from < size; )
      from += writeSync(this.#fd, this.#block, from, size - from, this.#size + from)
    this.#size += size
  }

  /** What was kept; valid once it is sealed and until it is given back. */
  get file(): KeptFile {
    return { fd: this.#fd, size: this.#size, columns: this.#columns }
  }

  /** Gives the space back. */
  abandon(): void {
    if (this.#open) closeSync(this.#fd)
    this.#open = false
  }
}

function readFully(fd: number, into: Uint8Array, at: number): void {
  for (let read = 0; read < into.length; ) {
    const size = readSync(fd, into, read, into.length - read, at + read)
    if (size === 0) throw new Error('rows that were kept are gone')
    read += size
  }
}

/** Kept rows from the first on. Buffers are reused from batch to batch. */
export function* readKeptRows({ fd, size, columns }: KeptFile): Generator<TypedBatch> {
  const head = new Uint32Array(2)
  let block = new Uint8Array(1 << 20)
  for (let at = 0; at < size; at += head[1]) {
    readFully(fd, bytesOf(head), at)
    const [rowCount, length] = head
    if (block.length < length) block = new Uint8Array(2 * length)
    readFully(fd, block.subarray(0, length), at)
    const reader = new BlockReader(block, rowCount)
    yield { rowCount, columns: columns.map((column) => reader.column(column)), lines: reader.lines() }
  }
}

/** The columns of one block, as views on it. */
class BlockReader {
  readonly #buffer: ArrayBuffer
  readonly #rows: number
  #at = HEADER_BYTES

  constructor({ buffer }: Uint8Array<ArrayBuffer>, rows: number) {
    this.#buffer = buffer
    this.#rows = rows
  }

  #take(size: number): number {
    const start = this.#at
    this.#at += padded(size)
    return start
  }

  #words(): Uint32Array {
    return new Uint32Array(this.#buffer, this.#take(4 * this.#rows), this.#rows)
  }

  column({ type }: ColumnSchema): TypedColumn {
    const [buffer, rows] = [this.#buffer, this.#rows]
    const nulls = new Uint8Array(buffer, this.#take(rows), rows)
    switch (type) {
      case 'string': {
        const [starts, ends] = [this.#words(), this.#words()]
        const size = ends[rows - 1]
        return { type, bytes: new Uint8Array(buffer, this.#take(size), size), starts, ends, nulls }
      }
      case 'float64':
        return { type, values: new Float64Array(buffer, this.#take(8 * rows), rows), nulls }
      case 'date':
        return { type, values: new Int32Array(buffer, this.#take(4 * rows), rows), nulls }
      case 'boolean':
        return { type, values: new Uint8Array(buffer, this.#take(rows), rows), nulls }
      default:
        return { type, values: new BigInt64Array(buffer, this.#take(8 * rows), rows), nulls }
    }
  }

  lines(): Uint32Array {
    this.#take(this.#rows) // no line is null
    return this.#words()
  }
}
