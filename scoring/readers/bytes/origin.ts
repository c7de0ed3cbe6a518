/** Where a table's bytes come from. */
import type { ReadLimits } from '../limits.ts'
import { rejectFile, sizeText } from '../reject.ts'
import {
  type Feed,
  type FileBytes,
  fileBytes,
  fileFeed,
  memoryBytes,
  memoryFeed,
  readUpTo,
  withHead,
} from './feed.ts'
import { SNIFF_BYTES } from './sniff.ts'

/** One way into the bytes, from the start each time. */
export interface Origin {
  /** The first bytes, as many as `sniff` wants. */
  head(): Promise<Uint8Array>
  feed(): Feed | Promise<Feed>
  /** Random access, where the origin has it. */
  bytes?(): FileBytes
  /** Whether `feed` can be called only once. */
  isStream: boolean
}

export function fileOrigin(path: string): Origin {
  return { ...reopened(() => fileFeed(path)), bytes: () => fileBytes(path) }
}

export function memoryOrigin(bytes: Uint8Array): Origin {
  return { ...reopened(() => memoryFeed(bytes)), bytes: () => memoryBytes(bytes) }
}

/** An origin whose feed can be opened again and again. */
export function reopened(feed: () => Feed | Promise<Feed>): Origin {
  return { feed, head: async () => takeHead(await feed()), isStream: false }
}

/** Looks at the first bytes and lets go of the feed again. */
async function takeHead(feed: Feed): Promise<Uint8Array> {
  try {
    return await readUpTo(feed, SNIFF_BYTES)
  } finally {
    feed.close()
  }
}

/** An origin over a feed that is there once. */
export function streamOrigin(feed: Feed): Origin {
  let head: Uint8Array | undefined
  let isTaken = false
  return {
    isStream: true,
    head: async () => {
      head ??= await readUpTo(feed, SNIFF_BYTES)
      return head
    },
    feed: () => {
      if (isTaken) throw new Error('a stream can be read only once')
      isTaken = true
      return head ? withHead(head, feed) : feed
    },
  }
}

/** The whole feed in memory, for formats that need random access. Closes the feed. */
export async function collect(feed: Feed, limits: ReadLimits): Promise<FileBytes> {
  const most = Math.min(limits.decompressedBytes, limits.collectedBytes)
  try {
    let bytes = new Uint8Array(1024 * 1024)
    let filled = 0
    for (;;) {
      const n = await feed.read(bytes, filled)
      if (n === 0) return memoryBytes(bytes.subarray(0, filled))
      filled += n
      if (filled > most) {
        const advice = 'Send the Parquet file or the zip as it is, without a further layer.'
        const message = `The file does not fit into ${sizeText(most)} of memory. ${advice}`
        throw rejectFile({ code: 'too_large_to_unpack', message })
      }
      if (filled === bytes.length) {
        const larger = new Uint8Array(filled * 2)
        larger.set(bytes)
        bytes = larger
      }
    }
  } finally {
    feed.close()
  }
}
