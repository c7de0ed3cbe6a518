import { Readable } from 'node:stream'
import type { FileAnswer } from '#operations/file-answer.ts'

const SHOWN_IN_PAGES = /^image\/(png|jpeg|webp)$/

/** A file as a streamed answer. Everything but plain pictures is an attachment, so that no upload runs as a page. */
export function download(file: FileAnswer, requestId: string): Response {
  const headers = new Headers({
    'content-type': file.contentType,
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  if (file.sizeBytes !== null) headers.set('content-length', String(file.sizeBytes))
  if (file.sha256) headers.set('etag', `"${file.sha256}"`)
  if (!SHOWN_IN_PAGES.test(file.contentType)) {
    headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`)
  }
  return new Response(Readable.toWeb(file.stream) as ReadableStream, { headers })
}
