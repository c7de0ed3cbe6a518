import { ByteBuffer } from './byte-buffer.ts'
import { cellText } from './cell-text.ts'
import { type FileDigest, OutputFile } from './output-file.ts'
import type { ColumnSchema } from './schema.ts'
import type { BatchObserver, StringColumn, TypedBatch } from './typed-batch.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const LF = 0x0a
const CR = 0x0d
const FLUSH_BYTES = 1 << 20

function mustQuote(bytes: Uint8Array, start: number, end: number): boolean {
  // an empty string is quoted: an empty cell without quotes is null
  if (start === end) return true
  // a text that begins with a byte order mark would lose it as the first name of the header
  if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) return true
  for (let i = start; i < end; i++) {
    const byte = bytes[i]
    if (byte === COMMA || byte === QUOTE || byte === LF || byte === CR) return true
  }
  return false
}

function appendText(out: ByteBuffer, bytes: Uint8Array, start: number, end: number): void {
  if (!mustQuote(bytes, start, end)) {
    out.append(bytes, start, end)
    return
  }
  out.appendByte(QUOTE)
  let from = start
  for (let i = start; i < end; i++) {
    if (bytes[i] !== QUOTE) continue
    out.append(bytes, from, i + 1)
    from = i // the quote is written again as the first byte of the next run
  }
  out.append(bytes, from, end)
  out.appendByte(QUOTE)
}

function appendStringCell(out: ByteBuffer, column: StringColumn, row: number): void {
  if (!column.nulls[row]) appendText(out, column.bytes, column.starts[row], column.ends[row])
}

/**
 * Appends text as one CSV cell, quoted only where needed. Null is an empty cell, an empty string is `""`.
 * For tables written row by row; {@link CsvTableWriter} does the same over batches.
 */
export function appendCsvCell(out: ByteBuffer, text: string | null): void {
  if (text === null) return
  const bytes = Buffer.from(text, 'utf8')
  appendText(out, bytes, 0, bytes.length)
}

/**
 * Writes a table as the standard's CSV: RFC 4180 quoting only where needed, UTF-8 without BOM, LF after every line,
 * a header, null as an empty cell, an empty string as `""`, floats as their shortest exact text, instants in UTC.
 * Equal rows give equal bytes, however they are cut into batches.
 */
export class CsvTableWriter implements BatchObserver {
  readonly #file: OutputFile
  readonly #out = new ByteBuffer(FLUSH_BYTES + (1 << 16))

  constructor(path: string, columns: readonly ColumnSchema[]) {
    this.#file = new OutputFile(path)
    columns.forEach((column, i) => {
      if (i > 0) this.#out.appendByte(COMMA)
      appendCsvCell(this.#out, column.name)
    })
    this.#out.appendByte(LF)
  }

  observe(batch: TypedBatch): void {
    const out = this.#out
    for (let row = 0; row < batch.rowCount; row++) {
      for (let c = 0; c < batch.columns.length; c++) {
        if (c > 0) out.appendByte(COMMA)
        const column = batch.columns[c]
        if (column.type === 'string') appendStringCell(out, column, row)
        else if (!column.nulls[row]) out.appendAscii(cellText(column, row) ?? '')
      }
      out.appendByte(LF)
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
