import type { NextApiRequest, NextApiResponse } from 'next'
import type { AuthOptions } from 'next-auth'
import * as nextAuthModule from 'next-auth'
import { GrandstandError } from '#core/errors.ts'

/** Sign-in forms are small. */
const BODY_LIMIT_BYTES = 65_536

type Handler = (request: NextApiRequest, response: NextApiResponse, options: AuthOptions) => Promise<unknown>

// a CommonJS module: bundlers hand its default export over as it is, Node wraps it once more
const imported: unknown = nextAuthModule.default
const handle = (
  typeof imported === 'function' ? imported : (imported as { default: unknown }).default
) as Handler

/**
 * Answers one request below /api/auth with next-auth. Both the route and our server actions use it, so that every
 * session, with or without JavaScript in the browser, begins in the same place.
 */
export async function runNextAuth(request: Request, options: AuthOptions): Promise<Response> {
  const url = new URL(request.url)
  const incoming = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: readCookies(request.headers.get('cookie') ?? ''),
    query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split('/').slice(3) },
    body: await readBody(request),
  }
  const answer = new Answer()
  await handle(incoming as unknown as NextApiRequest, answer as unknown as NextApiResponse, options)
  return answer.toResponse()
}

/** The part of Next's response object that next-auth writes to. */
class Answer {
  #status = 200
  #headers: Record<string, string | string[]> = {}
  #body: string | undefined

  status(code: number): this {
    this.#status = code
    return this
  }

  getHeader(name: string): string | string[] | undefined {
    return this.#headers[name.toLowerCase()]
  }

  setHeader(name: string, value: string | string[]): this {
    this.#headers[name.toLowerCase()] = value
    return this
  }

  json(value: unknown): void {
    this.setHeader('content-type', 'application/json')
    this.#body = JSON.stringify(value)
  }

  send(body: unknown): void {
    if (typeof body === 'object' && body !== null) this.json(body)
    else this.#body = body === undefined ? undefined : String(body)
  }

  end(): void {}

  toResponse(): Response {
    const headers = new Headers()
    for (const [name, value] of Object.entries(this.#headers)) {
      for (const one of [value].flat()) headers.append(name, one)
    }
    return new Response(this.#body, { status: this.#status, headers })
  }
}

function readCookies(header: string): Record<string, string> {
  const pairs = header.split(';').map((text) => text.trim().split(/=(.*)/s))
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, value = '']) => [name, decode(value)]))
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

async function readBody(request: Request): Promise<Record<string, unknown> | undefined> {
  if (request.method !== 'POST' || !request.body) return undefined
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request.body) {
    sizeBytes += chunk.length
    if (sizeBytes > BODY_LIMIT_BYTES) {
      throw new GrandstandError('body_too_large', `Sign-in takes at most ${BODY_LIMIT_BYTES} bytes.`)
    }
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (!request.headers.get('content-type')?.startsWith('application/json')) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new GrandstandError('invalid_input', `The body is not JSON: ${(error as Error).message}`)
  }
}
