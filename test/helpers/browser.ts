import { after } from 'node:test'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '#bin/chromium.ts'

/** A page in a browser profile of its own, and what went wrong on it. */
export interface Visit {
  page: Page
  context: BrowserContext
  /** Script errors, console errors, failed requests and answers from 400 on, as they come. */
  troubles: string[]
}

let browser: Promise<Browser> | undefined

/** A new visitor: no cookies, nothing stored. The browser closes after the last test of the file. */
export async function visit(
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Visit> {
  browser ??= launch()
  const context = await (await browser).newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
  })
  page.on('requestfailed', (request) =>
    troubles.push(`request: ${request.url()} ${request.failure()?.errorText}`),
  )
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`answer: ${response.status()} ${response.url()}`)
  })
  return { page, context, troubles }
}

async function launch(): Promise<Browser> {
  const started = await chromium.launch({
    executablePath: await ensureChromium(),
    // Chromium's own sandbox does not work for root
    args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
  })
  after(() => started.close())
  return started
}
