import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ByteBuffer } from './byte-buffer.ts'
import { RowGrouper } from './row-grouper.ts'
import type { ColumnSchema } from './schema.ts'
import type { BatchObserver, StringColumn, TypedBatch, TypedColumn } from './typed-batch.ts'

/** Rows are kept in memory as far as all of a build fit into this: writing them to a file takes several times as long. */
export const KEPT_MEMORY_BYTES = 256 << 20
const SEGMENT_BYTES = 16 << 20
/** A batch of so many rows is kept as it is; shorter ones, as tables of thousands of columns have, are joined. */
const ENOUGH_ROWS = 512
const JOINED_ROWS = 8192
const JOINED_CELLS = 1 << 20
const JOINED_TEXT_BYTES = 4 << 20
const HEADER_BYTES = 8
/** The lines of the rows are kept as one more column of whole numbers. */
const LINES: ColumnSchema = { name: '', type: 'date', modality: 'numeric', role: 'ignore', nullable: false }

const padded = (size: number) => Math.ceil(size / 8) * 8

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** A run of blocks in memory, and how much of it they take. */
interface Segment {
  memory: SharedArrayBuffer
  used: number
}

/** Where kept rows lie, for any thread of the process: first in memory, then in a file. */
export interface KeptFile {
  segments: readonly Segment[]
  /** Absent when all is in memory. */
  fd?: number
  fileSize: number
  /** Bytes in memory and in the file. */
  size: number
  columns: readonly ColumnSchema[]
}

/** The texts of a column one after the other, with their `rows + 1` offsets; copied only if they do not lie so already. */
function packedTexts({ bytes, starts, ends, nulls }: StringColumn, rows: number): [Uint32Array, Uint8Array] {
  const offsets = new Uint32Array(rows + 1)
  let size = 0
  let base = -1
  let isPacked = true
  for (let row = 0; row < rows; row++) {
    offsets[row] = size
    if (nulls[row]) continue
    if (base < 0) base = starts[row]
    isPacked &&= starts[row] === base + size
    size += ends[row] - starts[row]
  }
  offsets[rows] = size
  if (isPacked) return [offsets, bytes.subarray(Math.max(base, 0), Math.max(base, 0) + size)]
  const packed = new ByteBuffer(size)
  for (let row = 0; row < rows; row++) if (!nulls[row]) packed.append(bytes, starts[row], ends[row])
  return [offsets, packed.view()]
}

/** The parts of a column as they lie in a block, each from an 8-byte boundary on. */
function partsOf(column: TypedColumn, rows: number): Uint8Array[] {
  const nulls = column.nulls.subarray(0, rows)
  if (column.type !== 'string') return [nulls, bytesOf(column.values.subarray(0, rows))]
  const [offsets, texts] = packedTexts(column, rows)
  return [nulls, bytesOf(offsets), texts]
}

/**
 * The typed rows of a table in the binary form in which batches hold them: whoever needs a table more than once parses it
 * once. They lie in memory, and those that find no room there in a file without a name. What is read back are as many
 * rows, in batches of their own size.
 */
export class KeptRows implements BatchObserver {
  readonly #folder: string
  readonly #columns: readonly ColumnSchema[]
  /** Joins short batches; given back when all rows have come. */
  #grouper: RowGrouper | undefined
  readonly #memoryBytes: number
  #segments: Segment[] = []
  #inMemory = 0
  #fd: number | undefined
  #fileSize = 0
  #block = new Uint8Array(0)
  /** Kept so far. */
  rows = 0

  /**
   * @param folder has room for the table
   * @param memoryBytes are taken at most before the file is
   */
  constructor(folder: string, columns: readonly ColumnSchema[], memoryBytes = KEPT_MEMORY_BYTES) {
    this.#folder = folder
    this.#columns = columns
    this.#memoryBytes = memoryBytes
    const rows = Math.max(1, Math.min(JOINED_ROWS, Math.floor(JOINED_CELLS / columns.length)))
    this.#grouper = new RowGrouper(
      [...columns, LINES],
      { rows, textBytes: JOINED_TEXT_BYTES },
      (chunks, count) => {
        const joined = chunks.map((chunk) => chunk.seal())
        this.#keep(joined, count)
      },
    )
  }

  /** Keeps the rows of a batch, which has all columns. */
  observe({ rowCount, columns, lines }: TypedBatch): void {
    const values = new Int32Array(rowCount)
    if (lines) values.set(lines.subarray(0, rowCount))
    const last: TypedColumn = { type: 'date', values, nulls: new Uint8Array(rowCount) }
    const all = [...columns, last]
    this.rows += rowCount
    if (rowCount < ENOUGH_ROWS) this.#grouper?.observe({ rowCount, columns: all })
    else {
      this.#grouper?.flush()
      this.#keep(all, rowCount)
    }
  }

  /** All rows have been kept. */
  seal(): void {
    this.#grouper?.flush()
    this.#grouper = undefined
    this.#block = new Uint8Array(0)
  }

  #keep(columns: readonly TypedColumn[], rows: number): void {
    const parts = columns.flatMap((column) => partsOf(column, rows))
    const size = parts.reduce((sum, part) => sum + padded(part.length), HEADER_BYTES)
    const inMemory = this.#fd === undefined && this.#inMemory + size <= this.#memoryBytes
    const block = inMemory ? this.#takeMemory(size) : this.#takeBlock(size)
    new Uint32Array(block.buffer, block.byteOffset, 2).set([rows, size])
    let at = HEADER_BYTES
    for (const part of parts) {
      block.set(part, at)
      at += padded(part.length)
    }
    if (!inMemory) this.#write(block)
  }

  #takeMemory(size: number): Uint8Array {
    let last = this.#segments.at(-1)
    if (!last || last.used + size > last.memory.byteLength) {
      const room = Math.min(SEGMENT_BYTES, this.#memoryBytes - this.#inMemory)
      last = { memory: new SharedArrayBuffer(Math.max(room, size)), used: 0 }
      this.#segments.push(last)
    }
    last.used += size
    this.#inMemory += size
    return new Uint8Array(last.memory, last.used - size, size)
  }

  #takeBlock(size: number): Uint8Array {
    if (this.#block.length < size) this.#block = new Uint8Array(2 * size)
    return this.#block.subarray(0, size)
  }

  /** Appends to the file, which leaves its list of names as soon as there is one. */
  #write(block: Uint8Array): void {
    if (this.#fd === undefined) {
      const path = join(this.#folder, `.rows-${randomUUID()}`)
      this.#fd = openSync(path, 'wx+')
      unlinkSync(path)
    }
    for (let from = 0; from < block.length; )
      from += writeSync(this.#fd, block, from, block.length - from, this.#fileSize + from)
    this.#fileSize += block.length
  }

  /** Bytes kept so far. */
  get size(): number {
    return this.#inMemory + this.#fileSize
  }

  /** Bytes that are kept in memory. */
  get inMemory(): number {
    return this.#inMemory
  }

  /** What was kept; valid once it is sealed and until it is given back. */
  get file(): KeptFile {
    const { size } = this
    return { segments: this.#segments, fd: this.#fd, fileSize: this.#fileSize, size, columns: this.#columns }
  }

  /** Gives the space back. */
  abandon(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
    this.#segments = []
  }
}

function readFully(fd: number, into: Uint8Array, at: number): void {
  for (let read = 0; read < into.length; ) {
    const size = readSync(fd, into, read, into.length - read, at + read)
    if (size === 0) throw new Error('rows that were kept are gone')
    read += size
  }
}

/** Copies bytes of a run of blocks out. */
type ReadBytes = (into: Uint8Array, at: number) => void

/** Kept rows from the first on. Buffers are reused from batch to batch. */
export function* readKeptRows({ segments, fd, fileSize, columns }: KeptFile): Generator<TypedBatch> {
  const reader = new BlockReader(columns)
  for (const { memory, used } of segments)
    yield* reader.batches(used, (into, at) => into.set(new Uint8Array(memory, at, into.length)))
  if (fd !== undefined) yield* reader.batches(fileSize, (into, at) => readFully(fd, into, at))
}

/** Reads blocks, one at a time; the columns of a batch are views on it. */
class BlockReader {
  readonly #columns: readonly ColumnSchema[]
  #bytes = new Uint8Array(1 << 20)
  #rows = 0
  #at = 0

  constructor(columns: readonly ColumnSchema[]) {
    this.#columns = columns
  }

  *batches(size: number, read: ReadBytes): Generator<TypedBatch> {
    const head = new Uint32Array(2)
    for (let at = 0; at < size; at += head[1]) {
      read(bytesOf(head), at)
      const [rowCount, length] = head
      if (this.#bytes.length < length) this.#bytes = new Uint8Array(2 * length)
      read(this.#bytes.subarray(0, length), at)
      this.#rows = rowCount
      this.#at = HEADER_BYTES
      yield { rowCount, columns: this.#columns.map((column) => this.#column(column)), lines: this.#lines() }
    }
  }

  #take(size: number): number {
    const start = this.#at
    this.#at += padded(size)
    return start
  }

  #column({ type }: ColumnSchema): TypedColumn {
    const [{ buffer }, rows] = [this.#bytes, this.#rows]
    const nulls = new Uint8Array(buffer, this.#take(rows), rows)
    switch (type) {
      case 'string': {
        const offsets = new Uint32Array(buffer, this.#take(4 * rows + 4), rows + 1)
        const bytes = new Uint8Array(buffer, this.#take(offsets[rows]), offsets[rows])
        return { type, bytes, starts: offsets.subarray(0, rows), ends: offsets.subarray(1), nulls }
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

  #lines(): Uint32Array {
    this.#take(this.#rows) // no line is null
    return new Uint32Array(this.#bytes.buffer, this.#take(4 * this.#rows), this.#rows)
  }
}
