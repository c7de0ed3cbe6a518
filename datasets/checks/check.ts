/** What the checks at registration say. */

/** `error`: the release cannot be used. `warning`: an organiser should look. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info'

/** One finding about a dataset. Messages may speak of withheld labels: they are for organisers only. */
export interface Check {
  /** A stable snake_case word, for example `duplicate_id`. */
  code: string
  severity: Severity
  table: string
  column?: string
  /** What was found, why it matters, what to do. */
  message: string
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
