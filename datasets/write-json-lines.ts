import { ByteBuffer } from './byte-buffer.ts'
import { writingMachine } from './machine/writing-machine.ts'
import { type FileDigest, OutputFile } from './output-file.ts'
import type { ColumnSchema } from './schema.ts'
import type { BatchObserver, TypedBatch, TypedColumn } from './typed-batch.ts'

const FLUSH_BYTES = 1 << 20
const QUOTE = 0x22

/**
 * Writes a table as JSON Lines: an object a row, with every column in order, null where a cell is null. Whole numbers
 * have all their digits (up to 19, which not every reader keeps); dates and instants are texts, and so are `NaN`, `inf`
 * and `-inf`, which JSON has no numbers for. Equal rows give equal bytes.
 */
export class JsonLinesTableWriter implements BatchObserver {
  readonly #file: OutputFile
  readonly #out = new ByteBuffer(FLUSH_BYTES + (1 << 16))
  /** What stands before the cell of each column. */
  readonly #heads: Buffer[]

  constructor(path: string, columns: readonly ColumnSchema[]) {
    this.#file = new OutputFile(path)
    this.#heads = columns.map(({ name }, i) => Buffer.from(`${i > 0 ? ',' : '{'}${JSON.stringify(name)}:`))
  }

  observe(batch: TypedBatch): void {
    const { columns, rowCount } = batch
    const out = this.#out
    const { bytes, places } = writingMachine().valueTexts(batch)
    const writers = columns.map((column, i) => cellWriter(out, column, bytes, places[i]))
    for (let row = 0; row < rowCount; row++) {
      for (let c = 0; c < columns.length; c++) {
        out.append(this.#heads[c])
        if (columns[c].nulls[row]) out.appendAscii('null')
        else writers[c](row)
      }
      out.appendAscii('}\n')
      if (out.length >= FLUSH_BYTES) this.#flush()
    }
  }

  #flush(): void {
    this.#file.write(this.#out.view())
    this.#out.clear()
  }

  /** Writes what is left and closes the file. */
  finish(): FileDigest {
    this.#flush()
    return this.#file.close()
  }

  /** Closes the file after an error; what it holds is of no use. */
  abandon(): void {
    this.#file.abandon()
  }
}

/** Writes the cells of a column that are not null; of values, the texts in `texts` at `places`. */
function cellWriter(
  out: ByteBuffer,
  column: TypedColumn,
  texts: Uint8Array,
  places: Uint32Array,
): (row: number) => void {
  if (column.type === 'string') {
    const { bytes, starts, ends } = column
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return (row) => out.append(Buffer.from(JSON.stringify(view.toString('utf8', starts[row], ends[row]))))
  }
  const isQuoted = (row: number): boolean =>
    column.type === 'date' ||
    column.type === 'timestamp' ||
    (column.type === 'float64' && !Number.isFinite(column.values[row]))
  return (row) => {
    const quoted = isQuoted(row)
    if (quoted) out.appendByte(QUOTE)
    out.append(texts, places[2 * row], places[2 * row + 1])
    if (quoted) out.appendByte(QUOTE)
  }
}
