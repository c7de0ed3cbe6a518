/** A zip with exactly one file in it, read by its central directory. */
import { crc32 } from 'node:zlib'
import type { ReadLimits } from '../limits.ts'
import { quoted, rejectFile } from '../reject.ts'
import { decompressedFeed, tooLarge } from './decompress.ts'
import type { Feed, FileBytes } from './feed.ts'

const END_RECORD = 0x06054b50
const CENTRAL_HEADER = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_LENGTH = 22
const MOST_ENTRIES = 64
/** Folders, and what file managers leave in them. */
const LEFTOVER = /\/$|^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/

interface Entry {
  name: string
  flags: number
  method: number
  compressedSize: number
  size: number
  /** CRC-32 of the content. */
  checksum: number
  headerAt: number
}

/** The content of the one file; folders and what file managers add do not count. `file` is closed with the feed. */
export function zipFeed(file: FileBytes, limits: ReadLimits): Feed {
  const entry = onlyEntry(listEntries(file))
  if ((entry.flags & 1) !== 0)
    throw damaged('zip_encrypted', 'The file in the zip is encrypted. Send it without a password.')
  if (entry.size > limits.decompressedBytes) throw tooLarge(limits.decompressedBytes)
  const header = view(read(file, entry.headerAt, 30))
  if (header.getUint32(0, true) !== LOCAL_HEADER) throw damaged()
  const from = entry.headerAt + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  if (from + entry.compressedSize > file.size) throw damaged()
  const stored = rangeFeed(file, from, entry.compressedSize)
  if (entry.method === 0) return checkedFeed(stored, entry)
  if (entry.method === 8) return checkedFeed(decompressedFeed(stored, 'deflate', limits), entry)
  throw damaged(
    'unsupported_codec',
    `The zip uses compression method ${entry.method}. Use the ordinary one (deflate).`,
  )
}

function listEntries(file: FileBytes): Entry[] {
  const tailLength = Math.min(file.size, END_LENGTH + 0xffff)
  const tail = view(read(file, file.size - tailLength, tailLength))
  let at = tailLength - END_LENGTH
  while (at >= 0 && tail.getUint32(at, true) !== END_RECORD) at--
  if (at < 0) throw damaged()
  const count = tail.getUint16(at + 10, true)
  const size = tail.getUint32(at + 12, true)
  const from = tail.getUint32(at + 16, true)
  if (count > MOST_ENTRIES)
    throw damaged('zip_many_files', `The zip holds ${count} files. Send a zip with exactly one.`)
  if (from + size > file.size)
    throw damaged('zip64', 'The zip is damaged or larger than 4 GiB. Use gzip or zstd instead.')
  const directory = Uint8Array.from(read(file, from, size))
  const entries: Entry[] = []
  for (let next = 0; entries.length < count; ) {
    if (next + 46 > size) throw damaged()
    const record = view(directory.subarray(next))
    if (record.getUint32(0, true) !== CENTRAL_HEADER) throw damaged()
    const nameLength = record.getUint16(28, true)
    entries.push({
      name: new TextDecoder().decode(directory.subarray(next + 46, next + 46 + nameLength)),
      flags: record.getUint16(8, true),
      method: record.getUint16(10, true),
      checksum: record.getUint32(16, true),
      compressedSize: record.getUint32(20, true),
      size: record.getUint32(24, true),
      headerAt: record.getUint32(42, true),
    })
    next += 46 + nameLength + record.getUint16(30, true) + record.getUint16(32, true)
  }
  return entries
}

function onlyEntry(entries: readonly Entry[]): Entry {
  if (entries.some(({ name }) => name === 'word/document.xml'))
    throw damaged('looks_like_docx', 'This is a Word document. Save its table as CSV (UTF-8) and send that.')
  if (entries.some(({ name }) => name === 'xl/workbook.xml' || name === '[Content_Types].xml')) {
    throw damaged('looks_like_xlsx', 'This is an Excel file. Save the sheet as CSV (UTF-8) and send that.')
  }
  if (entries.some(({ name }) => name === 'content.xml')) {
    throw damaged(
      'looks_like_ods',
      'This is an OpenDocument file. Save the sheet as CSV (UTF-8) and send that.',
    )
  }
  const files = entries.filter(({ name }) => !LEFTOVER.test(name))
  if (files.length === 1) return files[0]
  const names = files.slice(0, 5).map(({ name }) => quoted(name))
  const found = files.length === 0 ? 'no file' : `${files.length} files (${names.join(', ')})`
  throw damaged('zip_many_files', `The zip holds ${found}. Send a zip with exactly one.`)
}

/** The content, refused at its end where it is not what the table of contents says. */
function checkedFeed(inner: Feed, entry: Entry): Feed {
  let size = 0
  let checksum = 0
  const take = (target: Uint8Array, at: number, n: number): number => {
    if (n > 0) checksum = crc32(target.subarray(at, at + n), checksum)
    else if (size !== entry.size || checksum !== entry.checksum) throw damaged()
    size += n
    return n
  }
  return {
    read: (target, at) => {
      if (at === target.length) return 0 // no room is not the end
      const n = inner.read(target, at)
      return typeof n === 'number' ? take(target, at, n) : n.then((count) => take(target, at, count))
    },
    close: () => inner.close(),
  }
}

function rangeFeed(file: FileBytes, from: number, length: number): Feed {
  let at = from
  const end = from + length
  return {
    read: (target, offset) => {
      const part = file.read(at, Math.min(end - at, target.length - offset))
      target.set(part, offset)
      at += part.length
      return part.length
    },
    close: () => file.close(),
  }
}

function read(file: FileBytes, offset: number, length: number): Uint8Array {
  if (offset + length > file.size) throw damaged()
  return file.read(offset, length)
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function damaged(code = 'corrupt_zip', message = 'The zip is damaged or cut off. Pack and send it again.') {
  return rejectFile({ code, message })
}
