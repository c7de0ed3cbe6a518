import type { Readable } from 'node:stream'

/** Bytes of the end of a log that are kept. */
export const TAIL_BYTES = 16 * 1024

/** Reads a stream to its end; keeps at most `limitBytes` and calls `onOverflow` once when there are more. */
export function collectHead(stream: Readable, limitBytes: number, onOverflow: () => void): () => Uint8Array {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size <= limitBytes) {
      chunks.push(chunk)
      if (size + chunk.length > limitBytes) onOverflow()
    }
    size += chunk.length
  })
  return () => new Uint8Array(Buffer.concat(chunks).subarray(0, limitBytes))
}

/** Reads a stream to its end; keeps the last 16 KiB and calls `onOverflow` once after `limitBytes`. */
export function collectTail(stream: Readable, limitBytes: number, onOverflow: () => void): () => string {
  let tail = Buffer.alloc(0)
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size <= limitBytes && size + chunk.length > limitBytes) onOverflow()
    size += chunk.length
    tail = Buffer.concat([tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES)
  })
  return () => tail.toString('utf8')
}
