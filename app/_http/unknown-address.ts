import { randomUUID } from 'node:crypto'
import { GrandstandError } from '#core/errors.ts'
import { problem } from './problem.ts'

/** Answers every address below /api/v1 that has no operation, in the same form as all other errors. */
export function unknownAddress(request: Request): Response {
  const { pathname } = new URL(request.url)
  const detail = `There is no operation at ${request.method} ${pathname}. All of them are listed on /api-docs.`
  return problem(new GrandstandError('not_found', detail), randomUUID())
}
