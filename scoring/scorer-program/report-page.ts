import { sanitizeReport } from './sanitize-report.ts'

/** Largest report.html, UTF-16 code units; the largest `outputKiB` of a manifest. */
export const MAX_REPORT_LENGTH = 4 * 1024 * 1024

/** What a report may load: its own styles and the pictures inside of it. No request ever leaves the frame. */
export const REPORT_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * A program's report as a whole page, sanitised, with its policy as the first thing in it, where nothing that follows
 * can loosen it. It is meant for a frame with an empty `sandbox`; whoever serves it repeats the policy in a header.
 * @param html untrusted
 * @throws {RangeError} when it is longer than 4 Mi characters
 */
export function reportPage(html: string): string {
  if (html.length > MAX_REPORT_LENGTH) {
    throw new RangeError(`A report may have ${MAX_REPORT_LENGTH} characters, this one has ${html.length}`)
  }
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">`
  return `<!doctype html><html><head>${head}</head><body>${sanitizeReport(html)}</body></html>`
}
