/** Takes off the one layer of compression that may be around a table. */
import type { ReadLimits } from '../limits.ts'
import { rejectFile } from '../reject.ts'
import { decompressedFeed } from './decompress.ts'
import type { FileBytes } from './feed.ts'
import { collect, type Origin, reopened, streamOrigin } from './origin.ts'
import { type Kind, sniff } from './sniff.ts'
import { zipFeed } from './zip.ts'

/** What may be around a table. */
export type Wrapping = 'gzip' | 'zstd' | 'zip'

/** The bytes of a table itself. */
export interface Unwrapped {
  origin: Origin
  /** Its first bytes. */
  head: Uint8Array
  /** What these say; never one of {@link Wrapping}. */
  kind: Exclude<Kind, Wrapping>
  wrapping?: Wrapping
}

/** @throws GrandstandError `file_rejected` where the layer is damaged, or there are two */
export async function unwrap(outer: Origin, limits: ReadLimits): Promise<Unwrapped> {
  const head = await outer.head()
  const kind = sniff(head)
  if (!isWrapping(kind)) return { origin: outer, head, kind }
  const origin = await unpacked(outer, kind, limits)
  const innerHead = await origin.head()
  const innerKind = sniff(innerHead)
  if (isWrapping(innerKind)) {
    const message = `Inside the compressed file is another one (${innerKind}). Compress the table only once.`
    throw rejectFile({ code: 'nested_compression', message })
  }
  return { origin, head: innerHead, kind: innerKind, wrapping: kind }
}

/** Opens the origin for reading at any place; what has no such places is read into memory first. */
export async function randomAccess(origin: Origin, limits: ReadLimits): Promise<() => FileBytes> {
  return origin.bytes ?? once(await collect(await origin.feed(), limits))
}

function isWrapping(kind: Kind): kind is Wrapping {
  return kind === 'gzip' || kind === 'zstd' || kind === 'zip'
}

async function unpacked(origin: Origin, kind: Wrapping, limits: ReadLimits): Promise<Origin> {
  if (kind === 'zip') {
    const bytes = await randomAccess(origin, limits)
    return reopened(() => zipFeed(bytes(), limits))
  }
  if (origin.isStream) return streamOrigin(decompressedFeed(await origin.feed(), kind, limits))
  return reopened(async () => decompressedFeed(await origin.feed(), kind, limits))
}

/** Bytes in memory need no opening, and closing them does nothing. */
function once(bytes: FileBytes): () => FileBytes {
  return () => bytes
}
