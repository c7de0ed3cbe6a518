import assert from 'node:assert/strict'
import { after } from 'node:test'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '#bin/chromium.ts'

/** A real Chromium, closed when the test file is over. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  after(() => browser.close())
  return browser
}

/** Somebody with cookies of their own, with scripts or without, and what went wrong in the scripts of their pages. */
export async function newVisitor(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ baseURL, ...options })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`)
  })
  return { page, errors }
}

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

/**
 * Checks the page as it stands, by day and by night, on a desktop and on a phone: no axe violations, and nothing that
 * makes the page scroll sideways.
 */
export async function requireGoodLook(page: Page): Promise<void> {
  // after a form was answered the framework takes the title away for a moment
  await page.waitForFunction(() => document.title !== '')
  await page.evaluate(axe.source)
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const where = `${page.url()} on a ${size}, ${colorScheme}`
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import('axe-core') }
        const { violations } = await axe.run()
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
      })
      assert.deepEqual(found, [], where)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(width <= viewport.width, `${where} is ${width} pixels wide`)
    }
  }
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize(SIZES.desktop)
}
