/** What the checks at registration say. */
import { z } from 'zod'
import { CHECK_KINDS, type CheckCode } from './check-catalogue.ts'

/** `error`: the release cannot be used. `warning`: an organiser should look. `info`: worth knowing. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number]

/** One finding about a dataset. Messages may speak of withheld labels: they are for organisers only. */
export interface Check {
  /** What kind of finding; the catalogue says why it matters and what to do. */
  code: CheckCode
  severity: Severity
  table: string
  column?: string
  /** What was found, with numbers. */
  message: string
  /** Up to five: a value, or two ids that belong together. */
  examples?: string[]
}

/** A stored finding with what the catalogue says of its kind: what organisers see. */
export const checkView = z.object({
  code: z.string(),
  severity: z.enum(SEVERITIES),
  table: z.string(),
  column: z.string().optional(),
  message: z.string(),
  examples: z.array(z.string()).optional(),
  title: z.string(),
  why: z.string(),
  advice: z.string(),
})

/** Adds to stored findings what the catalogue says of them; the severe ones come first. */
export function explainChecks(stored: unknown): z.infer<typeof checkView>[] {
  const checks = (stored ?? []) as Check[]
  const rank = (check: Check) => SEVERITIES.indexOf(check.severity)
  const unknown = { title: 'A finding', why: '', advice: '' }
  return checks
    .toSorted((a, b) => rank(a) - rank(b))
    .map((check) => ({ ...check, ...(CHECK_KINDS[check.code] ?? unknown) }))
}

/** `'a', 'b', 'c'`: a few values for a message, long ones cut. */
export function quoteSome(values: Iterable<string>, limit = 5): string {
  const list = [...values].slice(0, limit)
  return list.map((v) => `'${v.length > 60 ? `${v.slice(0, 60)}…` : v}'`).join(', ')
}

/** `12 of 340 (4 %)` */
export function share(part: number, whole: number): string {
  const percent = whole ? (100 * part) / whole : 0
  return `${part} of ${whole} (${percent < 1 && part > 0 ? '< 1' : Math.round(percent)} %)`
}
