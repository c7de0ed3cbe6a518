import { ByteBuffer } from './byte-buffer.ts'
import { writingMachine } from './machine/writing-machine.ts'
import { type FileDigest, OutputFile } from './output-file.ts'
import type { ColumnSchema } from './schema.ts'
import type { BatchObserver, TypedBatch } from './typed-batch.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const LF = 0x0a
const CR = 0x0d
/** As much is written at once at least. */
const FLUSH_BYTES = 1 << 16
/** 1 for every byte that needs no quotes in a file of this delimiter. */
function plainBytes(delimiter: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => ([delimiter, QUOTE, LF, CR].includes(byte) ? 0 : 1))
}

const PLAIN_BYTES = plainBytes(COMMA)

/** Appends text, quoted where it must be. */
function appendText(
  out: ByteBuffer,
  bytes: Uint8Array,
  start: number,
  end: number,
  plain: Uint8Array = PLAIN_BYTES,
): void {
  const size = end - start
  out.reserve(size)
  const to = out.bytes
  const at = out.length
  // an empty string is quoted, since an empty cell without quotes is null; and a text that begins with a byte order
  // mark, which would lose it as the first name of the header
  let isPlain = size > 0 && !(bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf)
  for (let i = 0; i < size && isPlain; i++) {
    const byte = bytes[start + i]
    to[at + i] = byte
    isPlain = plain[byte] === 1
  }
  if (isPlain) out.length = at + size
  else appendQuoted(out, bytes, start, end)
}

function appendQuoted(out: ByteBuffer, bytes: Uint8Array, start: number, end: number): void {
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
  readonly #delimiter: number
  readonly #plain: Uint8Array
  readonly #out = new ByteBuffer(FLUSH_BYTES)

  /** @param delimiter a comma in a release; a tab for readers that want one */
  constructor(path: string, columns: readonly ColumnSchema[], delimiter: ',' | '\t' = ',') {
    this.#file = new OutputFile(path)
    this.#delimiter = delimiter.charCodeAt(0)
    this.#plain = plainBytes(this.#delimiter)
    columns.forEach((column, i) => {
      if (i > 0) this.#out.appendByte(this.#delimiter)
      const name = Buffer.from(column.name)
      appendText(this.#out, name, 0, name.length, this.#plain)
    })
    this.#out.appendByte(LF)
  }

  observe(batch: TypedBatch): void {
    const rows = writingMachine().csvRows(batch, this.#delimiter)
    if (this.#out.length + rows.length < FLUSH_BYTES) this.#out.append(rows)
    else {
      this.#flush()
      this.#file.write(rows)
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
