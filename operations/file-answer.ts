import type { Readable } from 'node:stream'
import { z } from 'zod'

/** What an operation that hands out a file answers with; the HTTP glue turns it into a streamed download. */
export interface FileAnswer {
  stream: Readable
  filename: string
  contentType: string
  sizeBytes: number | null
  sha256: string | null
  /** Whether the bytes under this address can never change. */
  immutable: boolean
}

export const fileAnswer = z.custom<FileAnswer>(
  (value) => typeof value === 'object' && value !== null && 'stream' in value,
)

const CONTENT_TYPES: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  json: 'application/json',
  md: 'text/markdown; charset=utf-8',
  zip: 'application/zip',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
}

/** The content type of a file name; unknown endings are bytes, so that a browser never guesses. */
export function contentTypeOf(filename: string): string {
  const ending = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()
  return (
    CONTENT_TYPES[ending] ??
    (/SHA256SUMS$|\.txt$/.test(filename) ? 'text/plain; charset=utf-8' : 'application/octet-stream')
  )
}
