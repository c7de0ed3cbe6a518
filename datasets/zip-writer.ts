import { crc32 } from 'node:zlib'
import { ByteBuffer } from './byte-buffer.ts'
import { type FileDigest, OutputFile } from './output-file.ts'

const MAX_32 = 0xffffffff
const MAX_16 = 0xffff
/** 1980-01-01, the earliest a zip can say: the archive must not depend on when files were touched. */
const DOS_DATE = 0x0021
const UTF8_NAMES = 0x0800
const UNIX_FILE_0644 = (0o100644 << 16) >>> 0

interface Entry {
  name: Buffer
  crc: number
  size: number
  offset: number
}

/**
 * Writes a zip whose bytes depend only on names, contents and their order: files are stored (images are compressed
 * already), dates fixed. Switches to Zip64 beyond 65,534 entries or 4 GiB. Format: PKWARE APPNOTE 6.3.
 */
export class ZipWriter {
  readonly #file: OutputFile
  readonly #entries: Entry[] = []
  /** Small files are gathered before they are written: a system call costs more than a copy. */
  readonly #pending = new ByteBuffer(1 << 20)

  constructor(path: string) {
    this.#file = new OutputFile(path)
  }

  /** Adds a file of less than 4 GiB. */
  add(name: string, content: Uint8Array): void {
    const offset = this.#file.offset + this.#pending.length
    const entry = { name: Buffer.from(name), crc: crc32(content), size: content.length, offset }
    const out = this.#pending
    out.appendUint32(0x04034b50)
    out.appendUint16(20)
    this.#appendCommon(out, entry)
    out.appendUint16(0) // no extra field
    out.append(entry.name)
    this.#entries.push(entry)
    const isSmall = content.length < 1 << 16
    if (isSmall) out.append(content)
    if (!isSmall || out.length >= 1 << 19) this.#flush()
    if (!isSmall) this.#file.write(content)
  }

  #flush(): void {
    this.#file.write(this.#pending.view())
    this.#pending.clear()
  }

  #appendCommon(out: ByteBuffer, entry: Entry): void {
    out.appendUint16(UTF8_NAMES)
    out.appendUint16(0) // stored
    out.appendUint16(0) // midnight
    out.appendUint16(DOS_DATE)
    out.appendUint32(entry.crc)
    out.appendUint32(entry.size)
    out.appendUint32(entry.size)
    out.appendUint16(entry.name.length)
  }

  #appendCentral(out: ByteBuffer, entry: Entry): void {
    const far = entry.offset >= MAX_32
    out.appendUint32(0x02014b50)
    out.appendUint16((3 << 8) | 45) // made on Unix
    out.appendUint16(far ? 45 : 20)
    this.#appendCommon(out, entry)
    out.appendUint16(far ? 12 : 0)
    out.appendUint16(0) // no comment
    out.appendUint16(0) // first disk
    out.appendUint16(0) // internal attributes
    out.appendUint32(UNIX_FILE_0644)
    out.appendUint32(far ? MAX_32 : entry.offset)
    out.append(entry.name)
    if (!far) return
    out.appendUint16(1) // Zip64 extra field with the offset alone
    out.appendUint16(8)
    out.appendInt64(BigInt(entry.offset))
  }

  /** Writes the directory and closes the file. */
  finish(): FileDigest {
    this.#flush()
    const start = this.#file.offset
    const out = new ByteBuffer(1 << 16)
    for (const entry of this.#entries) {
      this.#appendCentral(out, entry)
      if (out.length > 1 << 20) {
        this.#file.write(out.view())
        out.clear()
      }
    }
    this.#file.write(out.view())
    this.#writeEnd(start, this.#file.offset - start)
    return this.#file.close()
  }

  #writeEnd(start: number, size: number): void {
    const count = this.#entries.length
    const out = new ByteBuffer(128)
    if (count >= MAX_16 || start >= MAX_32 || size >= MAX_32) {
      const at = this.#file.offset
      out.appendUint32(0x06064b50)
      out.appendInt64(44n)
      out.appendUint16((3 << 8) | 45)
      out.appendUint16(45)
      out.appendUint32(0)
      out.appendUint32(0)
      for (const value of [count, count, size, start]) out.appendInt64(BigInt(value))
      out.appendUint32(0x07064b50)
      out.appendUint32(0)
      out.appendInt64(BigInt(at))
      out.appendUint32(1)
    }
    out.appendUint32(0x06054b50)
    out.appendUint16(0)
    out.appendUint16(0)
    out.appendUint16(Math.min(count, MAX_16))
    out.appendUint16(Math.min(count, MAX_16))
    out.appendUint32(Math.min(size, MAX_32))
    out.appendUint32(Math.min(start, MAX_32))
    out.appendUint16(0)
    this.#file.write(out.view())
  }

  /** Closes the file after an error. */
  abandon(): void {
    this.#file.abandon()
  }
}
