import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { ERRORS, GrandstandError } from '#core/errors.ts'
import type { FileAnswer } from '#operations/file-answer.ts'
import type { Operation } from '#operations/operation.ts'
import { actorOf } from './actor-of.ts'
import { addressOf } from './address-of.ts'
import { download } from './download.ts'
import { problem } from './problem.ts'
import { readFile } from './read-file.ts'

type RouteContext = { params: Promise<Record<string, string | string[]>> }

/** Turns an operation into a route handler: who asks, what they send, run, answer. All REST routes are made by this. */
export function endpoint<I extends z.ZodType, O extends z.ZodType>(operation: Operation<I, O>) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = request.headers.get('x-request-id')?.slice(0, 100) ?? randomUUID()
    try {
      const actor = await actorOf(request)
      const url = new URL(request.url)
      const query = Object.fromEntries(url.searchParams)
      const file = operation.takesFile ? await readFile(request) : undefined
      const body = operation.takesFile ? file?.fields : await jsonBody(request)
      const input = { ...query, ...body, ...(await context.params) }
      const output = await operation.call(actor, input as z.input<I>, {
        file: file?.file,
        address: addressOf(request.headers),
        requestId,
      })
      if (operation.givesFile) return download(output as FileAnswer, requestId)
      return answer(output, operation.status ?? 200, requestId)
    } catch (error) {
      return problem(error, requestId)
    }
  }
}

function answer(output: unknown, status: number, requestId: string): Response {
  const headers = { 'x-request-id': requestId, 'cache-control': 'no-store' }
  if (status === 204) return new Response(null, { status, headers })
  return Response.json(output, { status, headers })
}

const JSON_LIMIT_BYTES = 1_048_576

async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  if (request.method === 'GET' || request.method === 'DELETE' || !request.body) return {}
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) {
    throw new GrandstandError(
      'unsupported_media_type',
      `The body has the type ${type || '(none)'}; send JSON with Content-Type: application/json.`,
    )
  }
  const text = await limitedText(request.body)
  try {
    const parsed: unknown = text ? JSON.parse(text) : {}
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch (error) {
    throw new GrandstandError('invalid_input', `The body is not JSON: ${(error as Error).message}`)
  }
  throw new GrandstandError('invalid_input', 'The body must be a JSON object.')
}

async function limitedText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body) {
    sizeBytes += chunk.length
    if (sizeBytes > JSON_LIMIT_BYTES) {
      throw new GrandstandError(
        'body_too_large',
        `${ERRORS.body_too_large.title}: JSON bodies may have ${JSON_LIMIT_BYTES} bytes.`,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
