import { z } from 'zod'
import type { Problem } from '#core/errors.ts'

/** Problems of one file that are kept; the rest is left out. */
export const MAX_PROBLEMS = 100
/** Largest problems.json, bytes. */
const MAX_PROBLEMS_BYTES = 256 * 1024

const text = (length: number) => z.string().transform((value) => printable(value).slice(0, length))

const problemSchema = z.strictObject({
  line: z.int().min(1).optional(),
  column: text(200).optional(),
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a word like "unknown_id"')
    .default('scorer_rejected'),
  message: text(1000).refine((message) => message.trim() !== '', 'must not be empty'),
})
const fileSchema = z.strictObject({ problems: z.array(problemSchema).min(1) })

/**
 * Reads problems.json, by which a program says that the predictions are wrong: `{"problems": [{"message": "…",
 * "line"?: 3, "column"?: "id", "code"?: "unknown_id"}]}`.
 * @param bytes untrusted
 * @returns the first 100 problems, or what is wrong with the file
 */
export function parseProblems(bytes: Uint8Array | undefined): { problems: Problem[] } | { wrong: string } {
  if (bytes === undefined) return { wrong: 'it left no /output/problems.json' }
  if (bytes.length > MAX_PROBLEMS_BYTES) return { wrong: 'problems.json has more than 256 KiB' }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { wrong: 'problems.json is not JSON in UTF-8' }
  }
  const parsed = fileSchema.safeParse(value)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues
    return { wrong: `problems.json: ${path.join('.') || 'the file'}: ${message}` }
  }
  return { problems: parsed.data.problems.slice(0, MAX_PROBLEMS) }
}

/** Text of a program without control characters, which could drive a terminal. */
export function printable(value: string): string {
  return value.replace(/[^\P{Cc}\n\t]/gu, '\uFFFD')
}
