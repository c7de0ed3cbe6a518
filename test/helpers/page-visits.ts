import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** Somebody who can sign in by page. */
export interface Credentials {
  email: string
  password: string
}

/** Signs in by the form and comes back to `path`. */
export async function signInByPage(page: Page, { email, password }: Credentials, path = '/'): Promise<void> {
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(path)
}

/** Signs up by the form and goes on to `path`. */
export async function signUpByPage(page: Page, name: string, email: string, path: string): Promise<void> {
  await page.goto(`/sign-up?callbackUrl=${encodeURIComponent(path)}`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('a good long password')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(path)
}

/** Opens an address and asks for its status. */
export async function open(page: Page, address: string, status = 200): Promise<void> {
  const answer = await page.goto(address)
  assert.equal(answer?.status(), status, address)
}

/** A CSV file as file inputs take it. */
export function csvFile(name: string, content: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(content) }
}
