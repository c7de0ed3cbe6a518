import type { z } from 'zod'
import { GrandstandError, type Problem } from '#core/errors.ts'

/** Parses with a zod schema; what does not fit is answered as `invalid_input` with one problem per field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  refuseNul(input)
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const problems: Problem[] = parsed.error.issues.map((issue) => ({
    column: issue.path.join('.') || undefined,
    code: issue.code,
    message: issue.message,
  }))
  const detail = problems
    .map(({ column, message }) => (column ? `${column}: ${message}` : message))
    .join('; ')
  throw new GrandstandError('invalid_input', detail, { problems })
}

/** Postgres cannot keep U+0000 in text; nobody means to send it. */
function refuseNul(input: unknown): void {
  if (typeof input === 'string' && input.includes('\0')) {
    throw new GrandstandError(
      'invalid_input',
      'A text holds the character U+0000, which cannot be kept. Leave it out.',
    )
  }
  if (typeof input === 'object' && input !== null) for (const value of Object.values(input)) refuseNul(value)
}
