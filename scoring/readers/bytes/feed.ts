/** Bytes in order, delivered into the reader's own buffer. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteSource } from '#core/table.ts'

export interface Feed {
  /** Fills `target` from `at` on as far as one read goes; 0 means the end. */
  read(target: Uint8Array, at: number): number | Promise<number>
  /** Lets go of whatever is held open. May be called more than once. */
  close(): void
}

/**
 * A file, read synchronously: a scoring process has nothing else to do meanwhile, and a read of 256 KB from the page
 * cache is quicker than a trip to the thread pool.
 */
export function fileFeed(path: string): Feed {
  let handle: number | undefined = openSync(path, 'r')
  return {
    read: (target, at) => (handle === undefined ? 0 : readSync(handle, target, at, target.length - at, null)),
    close: () => {
      if (handle !== undefined) closeSync(handle)
      handle = undefined
    },
  }
}

export function memoryFeed(bytes: Uint8Array): Feed {
  let from = 0
  return {
    read: (target, at) => {
      const part = bytes.subarray(from, from + target.length - at)
      target.set(part, at)
      from += part.length
      return part.length
    },
    close: () => {
      from = bytes.length
    },
  }
}

export function streamFeed(source: ByteSource, onClose: () => void = () => {}): Feed {
  const iterator = source[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array(0)
  let isDone = false
  return {
    read: async (target, at) => {
      while (chunk.length === 0 && !isDone) {
        const next = await iterator.next()
        if (next.done) isDone = true
        else chunk = next.value
      }
      const part = chunk.subarray(0, target.length - at)
      target.set(part, at)
      chunk = chunk.subarray(part.length)
      return part.length
    },
    close: () => {
      if (!isDone) {
        isDone = true
        chunk = new Uint8Array(0)
        // the source's own clean-up may fail after we stopped listening; there is nobody left to tell
        Promise.resolve(iterator.return?.()).catch(() => {})
      }
      onClose()
    },
  }
}

/** Reads until `length` bytes or the end are there. */
export async function readUpTo(feed: Feed, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const n = await feed.read(bytes, filled)
    if (n === 0) break
    filled += n
  }
  return bytes.subarray(0, filled)
}

/** The feed with bytes that were already taken put back in front. */
export function withHead(head: Uint8Array, rest: Feed): Feed {
  const front = memoryFeed(head)
  return {
    read: (target, at) => {
      const n = front.read(target, at) as number
      return n > 0 ? n : rest.read(target, at)
    },
    close: () => rest.close(),
  }
}

/** A file that can be read at any place: Parquet and zip keep their tables of contents at the end. */
export interface FileBytes {
  size: number
  /** Exactly `length` bytes from `offset`, valid until the next call; throws RangeError beyond the end. */
  read(offset: number, length: number): Uint8Array
  close(): void
}

export function memoryBytes(bytes: Uint8Array): FileBytes {
  return {
    size: bytes.length,
    read: (offset, length) => {
      requireRange(offset, length, bytes.length)
      return bytes.subarray(offset, offset + length)
    },
    close: () => {},
  }
}

export function fileBytes(path: string): FileBytes {
  let handle: number | undefined = openSync(path, 'r')
  const { size } = fstatSync(handle)
  let buffer = new Uint8Array(0)
  return {
    size,
    read: (offset, length) => {
      requireRange(offset, length, size)
      if (buffer.length < length) buffer = new Uint8Array(length)
      let filled = 0
      while (filled < length && handle !== undefined) {
        const n = readSync(handle, buffer, filled, length - filled, offset + filled)
        if (n === 0) throw new RangeError('the file became shorter while it was read')
        filled += n
      }
      return buffer.subarray(0, length)
    },
    close: () => {
      if (handle !== undefined) closeSync(handle)
      handle = undefined
    },
  }
}

function requireRange(offset: number, length: number, size: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    throw new RangeError(`bytes ${offset} to ${offset + length} of a file of ${size}`)
  }
}
