/** The stretch of a text file that is in memory: valid UTF-8 up to where it was checked. */
import { isUtf8 } from 'node:buffer'
import type { Feed } from '../bytes/feed.ts'
import { quoted, rejectFile } from '../reject.ts'
import { countLines } from './quoted-cell.ts'

export class CsvWindow {
  /** One byte longer than what is read into it, for the scanner's line feed. */
  bytes: Uint8Array
  /** Bytes of the text that were there before these. */
  passed = 0
  /** Where the next row starts. */
  start = 0
  end = 0
  /** Whether the file ends at `end`. */
  isLast = false
  /** Whether `check` will be called later, when the layout is known. */
  isCheckDeferred = false
  /** Of a CSV whose header is known: its columns and what stands between cells, to say where a bad byte is. */
  layout: { names: readonly string[]; delimiter: number } | undefined
  #feed: Feed
  #checked = 0

  constructor(feed: Feed, sizeBytes: number) {
    this.#feed = feed
    this.bytes = new Uint8Array(sizeBytes + 1)
  }

  /**
   * Moves the unfinished row to the front and reads until the window is full, or the file ends. A row that fills the
   * window already gets one of twice the size. `line` is that of `start`, for problems.
   */
  async fill(line: number): Promise<void> {
    if (this.start === 0 && this.end === this.bytes.length - 1) {
      const larger = new Uint8Array(this.end * 2 + 1)
      larger.set(this.bytes)
      this.bytes = larger
    } else if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end)
      this.end -= this.start
      this.#checked = Math.max(0, this.#checked - this.start)
      this.passed += this.start
      this.start = 0
    }
    const room = this.bytes.subarray(0, this.bytes.length - 1)
    while (this.end < room.length) {
      const read = this.#feed.read(room, this.end)
      const n = typeof read === 'number' ? read : await read
      if (n === 0) {
        this.isLast = true
        break
      }
      this.end += n
    }
    if (!this.isCheckDeferred) this.check(line)
  }

  /** Goes on in other memory; false where what is read already does not fit there. */
  moveTo(bytes: Uint8Array): boolean {
    if (this.end - this.start >= bytes.length) return false
    bytes.set(this.bytes.subarray(this.start, this.end))
    this.bytes = bytes
    this.end -= this.start
    this.#checked -= this.start
    this.passed += this.start
    this.start = 0
    return true
  }

  /** UTF-8 without NUL, of all whole characters that were read since the last check. */
  check(line: number): void {
    const end = this.isLast ? this.end : wholeCharacters(this.bytes, this.#checked, this.end)
    const { buffer, byteOffset } = this.bytes
    // as a Buffer, which searches five times as fast as an array does
    const fresh = Buffer.from(buffer, byteOffset + this.#checked, end - this.#checked)
    const nul = fresh.indexOf(0)
    if (nul >= 0) {
      const cause =
        'Perhaps it is UTF-16 without a byte order mark, or no text at all. Save it as text in UTF-8.'
      throw this.#problem(line, this.#checked + nul, 'nul_byte', `The file holds a zero byte. ${cause}`)
    }
    if (!isUtf8(fresh)) {
      const at = this.#checked + firstInvalid(fresh)
      throw this.#problem(line, at, 'not_utf8', notUtf8(this.bytes, at, this.end))
    }
    this.#checked = end
  }

  #problem(line: number, at: number, code: string, message: string) {
    const column = this.layout && columnAt(this.bytes, this.start, at, this.layout)
    return rejectFile({ line: line + countLines(this.bytes, this.start, at), column, code, message })
  }
}

/** What is wrong at a byte, and how the text reads in the encoding that it probably has. */
function notUtf8(bytes: Uint8Array, at: number, end: number): string {
  const found = `0x${bytes[at].toString(16).padStart(2, '0')}`
  let from = at
  while (from > 0 && at - from < 12 && bytes[from - 1] > 0x22 && bytes[from - 1] !== 0x2c) from--
  let to = at + 1
  while (to < end && to - at < 12 && bytes[to] > 0x22 && bytes[to] !== 0x2c) to++
  const text = quoted(new TextDecoder('windows-1252').decode(bytes.subarray(from, to)))
  const guess = `As Windows-1252 or Latin-1 the text would be ${text}.`
  const advice = 'Save the file in UTF-8 (in Excel: CSV UTF-8; in pandas: encoding="utf-8").'
  return `The byte ${found} is not part of valid UTF-8. ${guess} ${advice}`
}

/** The name of the column in which a byte stands, found from the beginning of a row before it. */
function columnAt(
  bytes: Uint8Array,
  start: number,
  at: number,
  { names, delimiter }: { names: readonly string[]; delimiter: number },
): string | undefined {
  let column = 0
  let isQuoted = false
  for (let i = start; i < at; i++) {
    const byte = bytes[i]
    if (byte === 0x22) isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (byte === delimiter) column++
    else if (byte === 0x0a || byte === 0x0d) column = 0
  }
  return names[column]
}

/** The end of the last whole character: a sequence that is cut off by `end` is left for the next check. */
function wholeCharacters(bytes: Uint8Array, start: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= start; back++) {
    const byte = bytes[end - back]
    if (byte < 0x80) return end
    if (byte < 0xc0) continue
    return sequenceLength(byte) > back ? end - back : end
  }
  return end
}

/** The first byte that cannot be part of valid UTF-8, in bytes known to be invalid. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 16) {
    const middle = (valid + invalid) >> 1
    const cut = wholeCharacters(bytes, valid, middle)
    if (isUtf8(bytes.subarray(valid, cut))) valid = cut
    else invalid = middle
  }
  for (;;) {
    const length = sequenceLength(bytes[valid])
    if (valid + length > bytes.length || !isUtf8(bytes.subarray(valid, valid + length))) return valid
    valid += length
  }
}

/** Bytes of the character that begins with `lead`. */
function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}
