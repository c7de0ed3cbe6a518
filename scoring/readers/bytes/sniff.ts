/** What a file is, told by its first bytes. File names and media types are claims; these are facts. */
import type { Problem } from '#core/errors.ts'

export type Kind = 'empty' | 'parquet' | 'gzip' | 'zstd' | 'zip' | 'utf16le' | 'utf16be' | 'text'

/** Bytes that `sniff` wants to see, if the file has them. */
export const SNIFF_BYTES = 4096

const SIGNATURES: readonly (readonly [Kind, readonly number[]])[] = [
  ['parquet', [0x50, 0x41, 0x52, 0x31]], // PAR1
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]], // a zip without entries
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
]

export function sniff(head: Uint8Array): Kind {
  if (head.length === 0) return 'empty'
  const found = SIGNATURES.find(([, signature]) => startsWith(head, signature))
  return found?.[0] ?? 'text'
}

const FOREIGN: readonly (readonly [string, string, readonly number[]])[] = [
  ['looks_like_xls', 'an old Excel file (.xls)', [0xd0, 0xcf, 0x11, 0xe0]],
  ['looks_like_pdf', 'a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['looks_like_npy', 'a NumPy array', [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ['looks_like_arrow', 'an Arrow or Feather file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
  ['looks_like_orc', 'an ORC file', [0x4f, 0x52, 0x43]],
  ['looks_like_encrypted_parquet', 'an encrypted Parquet file', [0x50, 0x41, 0x52, 0x45]],
  ['looks_like_bzip2', 'compressed with bzip2', [0x42, 0x5a, 0x68]],
  ['looks_like_xz', 'compressed with xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['looks_like_7z', 'a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['looks_like_pickle', 'a Python pickle', [0x80, 0x04]],
  ['looks_like_pickle', 'a Python pickle', [0x80, 0x05]],
]

/** The problem of a file that is plainly something other than a table we read, or undefined. */
export function foreignKind(head: Uint8Array): Problem | undefined {
  const found = FOREIGN.find(([, , signature]) => startsWith(head, signature))
  if (found) {
    return {
      code: found[0],
      message: `This is ${found[1]}. Save the table as CSV (UTF-8) or Parquet and send that.`,
    }
  }
  const first = head.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)
  if (first === 0x3c) {
    return {
      code: 'looks_like_html',
      message: 'This is HTML or XML, not a table. Save it as CSV (UTF-8) or Parquet.',
    }
  }
  if (first === 0x7b || (first === 0x5b && /^\s*\[\s*[[{"\d\]]/.test(latin1(head)))) {
    return { code: 'looks_like_json', message: 'This is JSON. Save the table as CSV (UTF-8) or Parquet.' }
  }
  return undefined
}

/** Whether the bytes begin with the UTF-8 byte order mark. */
export function hasUtf8Mark(head: Uint8Array): boolean {
  return startsWith(head, [0xef, 0xbb, 0xbf])
}

function startsWith(head: Uint8Array, signature: readonly number[]): boolean {
  return head.length >= signature.length && signature.every((byte, i) => head[i] === byte)
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 200))
}
