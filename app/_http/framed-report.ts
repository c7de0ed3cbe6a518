import { Readable } from 'node:stream'
import { GrandstandError } from '#core/errors.ts'
import type { FileAnswer } from '#operations/file-answer.ts'

/**
 * An HTML report of an organisers' program as a page for a frame without rights (app/_ui/report-frame.tsx). Its policy,
 * also for who opens it by itself, comes from next.config.ts.
 */
export async function framedReport(asked: Promise<FileAnswer>): Promise<Response> {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  }
  try {
    const { stream } = await asked
    return new Response(Readable.toWeb(stream) as ReadableStream, { headers })
  } catch (error) {
    if (!(error instanceof GrandstandError)) throw error
    return new Response('There is no report here that you may see.', { status: error.status, headers })
  }
}
