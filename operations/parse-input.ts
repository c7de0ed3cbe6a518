import type { z } from 'zod'
import { GrandstandError, type Problem } from '#core/errors.ts'

/** Parses with a zod schema; what does not fit is answered as `invalid_input` with one problem per field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
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
