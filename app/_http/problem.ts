import { ERRORS, GrandstandError, type Problem } from '#core/errors.ts'

export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  code: string
  requestId: string
  problems?: readonly Problem[]
}

/** The one door from an exception to an answer (RFC 9457). What we do not know is logged and answered as `internal`. */
export function problem(thrown: unknown, requestId: string): Response {
  const error = thrown instanceof GrandstandError ? thrown : unknownError(thrown, requestId)
  const body: ProblemBody = {
    type: `/docs/errors#${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    problems: error.problems.length ? error.problems : undefined,
  }
  const headers = new Headers({ 'content-type': 'application/problem+json', 'x-request-id': requestId })
  if (error.retryAfterSeconds !== undefined) headers.set('retry-after', String(error.retryAfterSeconds))
  if (error.status === 401) headers.set('www-authenticate', 'Bearer')
  return new Response(JSON.stringify(body), { status: error.status, headers })
}

function unknownError(thrown: unknown, requestId: string): GrandstandError {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  console.error(JSON.stringify({ level: 'error', requestId, error: stack }))
  return new GrandstandError(
    'internal',
    `Nothing you sent was lost by this answer alone; try again. If it stays, tell the operator this request id: ${requestId}.`,
    { cause: thrown },
  )
}
