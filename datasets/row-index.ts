import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { ByteBuffer } from './byte-buffer.ts'
import { cellText } from './cell-text.ts'
import { type FileDigest, OutputFile } from './output-file.ts'
import type { TableSchema } from './schema.ts'
import { HASHING, rowHashes } from './stats/cell-hashes.ts'
import { PAIR_COLUMNS } from './table-names.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'

/** Columns that get a hash of their own; what a wider table has beyond shares one. */
const OWN_HASHES = 200
const BLOCK_BYTES = 1 << 20

/** One table of a row index. Rows lie in `bytes` bytes from `offset` on. */
export interface IndexedTable {
  table: string
  rows: number
  offset: number
  bytes: number
  /** What each hash of a row stands for: columns with their types, usually one. */
  slots: { columns: string[]; types: string[] }[]
  /** How cells were hashed; indexes of another way of hashing cannot be compared. */
  hashing: number
}

/** The columns that name a row: both ends of a pair, else the id. */
function keyColumns({ columns }: TableSchema): string[] {
  const ids = columns.filter((c) => c.role === 'id').map((c) => c.name)
  return PAIR_COLUMNS.every((name) => ids.includes(name)) ? [...PAIR_COLUMNS] : ids.slice(0, 1)
}

function slotsOf({ columns }: TableSchema, keys: readonly string[]): IndexedTable['slots'] {
  const values = columns.filter((c) => !keys.includes(c.name))
  const own = values.slice(0, OWN_HASHES).map((c) => [c])
  const rest = values.slice(OWN_HASHES)
  return [...own, ...(rest.length > 0 ? [rest] : [])].map((list) => ({
    columns: list.map((c) => c.name),
    types: list.map((c) => c.type),
  }))
}

/** The length of a row's key and the key. */
function appendKey(out: ByteBuffer, { columns }: TypedBatch, keysAt: readonly number[], row: number): void {
  const first = columns[keysAt[0]]
  if (keysAt.length === 1 && first.type === 'string') {
    const [start, end] = [first.starts[row], first.ends[row]]
    out.appendUint32(end - start)
    out.append(first.bytes, start, end)
    return
  }
  const cells = keysAt.map((at) => cellText(columns[at], row) ?? '')
  const bytes = Buffer.from(cells.length === 1 ? cells[0] : JSON.stringify(cells), 'utf8')
  out.appendUint32(bytes.length)
  out.append(bytes, 0, bytes.length)
}

/**
 * Writes what a later release needs to be compared with this one: for each row its key and a 32-bit hash per column,
 * about 20 bytes beside 4 per column. A row is its key's length (4 bytes, little-endian), the key in UTF-8 (the id, or
 * the JSON list of a pair's ids) and its hashes; the file ends with the JSON list of tables and its length.
 */
export class RowIndexWriter {
  readonly #file: OutputFile
  readonly #tables: IndexedTable[] = []

  constructor(path: string) {
    this.#file = new OutputFile(path)
  }

  /** Begins a table; the one before has seen its last row. */
  startTable(table: TableSchema): BatchObserver {
    const keys = keyColumns(table)
    const keysAt = keys.map((name) => table.columns.findIndex((c) => c.name === name))
    const slots = slotsOf(table, keys)
    const slotsAt = slots.map(({ columns }) =>
      columns.map((name) => table.columns.findIndex((c) => c.name === name)),
    )
    const entry: IndexedTable = {
      ...{ table: table.name, rows: 0, offset: this.#file.offset, bytes: 0, slots },
      hashing: HASHING,
    }
    this.#tables.push(entry)
    const out = new ByteBuffer(BLOCK_BYTES)
    const observe = (batch: TypedBatch) => {
      const hashes = slotsAt.map((at) => rowHashes(batch, at))
      for (let row = 0; row < batch.rowCount; row++) {
        appendKey(out, batch, keysAt, row)
        for (let slot = 0; slot < hashes.length; slot++) out.appendUint32(hashes[slot][2 * row])
      }
      entry.rows += batch.rowCount
      entry.bytes += out.length
      this.#write(out)
    }
    return { observe }
  }

  #write(out: ByteBuffer): void {
    this.#file.write(out.view())
    out.clear()
  }

  finish(): FileDigest {
    const footer = Buffer.from(JSON.stringify(this.#tables), 'utf8')
    const out = new ByteBuffer(footer.length + 4)
    out.append(footer, 0, footer.length)
    out.appendUint32(footer.length)
    this.#write(out)
    return this.#file.close()
  }

  abandon(): void {
    this.#file.abandon()
  }
}

/** The tables that a row index lists; none when it was written with another way of hashing. */
export function readIndexedTables(path: string): IndexedTable[] {
  const size = statSync(path).size
  const file = openSync(path, 'r')
  try {
    const tail = Buffer.alloc(4)
    readSync(file, tail, 0, 4, size - 4)
    const footer = Buffer.alloc(tail.readUInt32LE(0))
    readSync(file, footer, 0, footer.length, size - 4 - footer.length)
    const tables = JSON.parse(footer.toString('utf8')) as IndexedTable[]
    return tables.filter(({ hashing }) => hashing === HASHING)
  } finally {
    closeSync(file)
  }
}

/**
 * Calls `visit` with each row of an indexed table in order: its key as `bytes[start..end)`, and its hashes from
 * `bytes[end]` on, 4 bytes each. The buffer is reused.
 */
export function visitIndexedRows(
  path: string,
  { rows, offset, slots }: IndexedTable,
  visit: (bytes: Buffer, start: number, end: number, row: number) => void,
): void {
  const file = openSync(path, 'r')
  try {
    let bytes = Buffer.alloc(BLOCK_BYTES)
    let [from, filled, position] = [0, 0, offset]
    const require = (count: number) => {
      if (filled - from >= count) return
      const grown = count > bytes.length ? Buffer.alloc(2 * count) : bytes
      bytes.copy(grown, 0, from, filled)
      bytes = grown
      filled -= from
      from = 0
      while (filled < count) {
        const read = readSync(file, bytes, filled, bytes.length - filled, position)
        if (read === 0) throw new Error(`the row index ends early: ${path}`)
        filled += read
        position += read
      }
    }
    for (let row = 0; row < rows; row++) {
      require(4)
      const size = bytes.readUInt32LE(from)
      require(4 + size + 4 * slots.length)
      const start = from + 4
      visit(bytes, start, start + size, row)
      from = start + size + 4 * slots.length
    }
  } finally {
    closeSync(file)
  }
}
