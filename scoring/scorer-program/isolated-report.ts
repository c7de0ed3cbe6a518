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
 * A program's report as an `iframe` element for a page. The frame's empty `sandbox` takes scripts, forms, popups,
 * plug-ins and the page's origin from it, and the policy is the first thing in its document, where nothing that
 * follows can loosen it. Never show a report in another way.
 * @param html untrusted
 * @throws {RangeError} when it is longer than 4 Mi characters
 */
export function isolatedReport(html: string): string {
  if (html.length > MAX_REPORT_LENGTH) {
    throw new RangeError(`A report may have ${MAX_REPORT_LENGTH} characters, this one has ${html.length}`)
  }
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">`
  const page = `<!doctype html><html><head>${head}</head><body>${sanitizeReport(html)}</body></html>`
  const attribute = page.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<iframe sandbox="" referrerpolicy="no-referrer" loading="lazy" title="Report of the scorer" srcdoc="${attribute}"></iframe>`
}
