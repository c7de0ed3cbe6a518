import { settings } from './settings.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/** One line of JSON on standard error: when, how bad, what, and the ids that let an operator follow it. */
export function log(
  level: (typeof LEVELS)[number],
  message: string,
  fields: Record<string, unknown> = {},
): void {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(settings().logLevel)) return
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`)
}
