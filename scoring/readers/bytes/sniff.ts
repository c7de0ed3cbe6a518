/** What a file is, told by its first bytes. File names and media types are claims; these are facts. */
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
  // zstd may begin with somebody's notes, as parallel zstd writes; there are sixteen marks for them
  if (!found && (head[0] & 0xf0) === 0x50 && startsWith(head, [0x2a, 0x4d, 0x18], 1)) return 'zstd'
  return found?.[0] ?? 'text'
}

/** Whether the bytes begin with the UTF-8 byte order mark. */
export function hasUtf8Mark(head: Uint8Array): boolean {
  return startsWith(head, [0xef, 0xbb, 0xbf])
}

/** Whether `signature` stands at `offset`. */
export function startsWith(head: Uint8Array, signature: readonly number[], offset = 0): boolean {
  return head.length >= offset + signature.length && signature.every((byte, i) => head[offset + i] === byte)
}
