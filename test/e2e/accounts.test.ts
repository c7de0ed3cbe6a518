/** Accounts in a real browser, with scripts and without. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ensureFirstOperator } from '#operations/accounts/first-operator.ts'
import { freshDatabase } from '../helpers/database.ts'
import { type OpenIdProvider, startOpenIdProvider } from '../helpers/openid-provider.ts'
import { newVisitor, openBrowser, requireGoodLook } from '../helpers/visitor.ts'
import { startWebsite } from '../helpers/website.ts'

const database = await freshDatabase()
let provider!: OpenIdProvider
const site = await startWebsite(database, async (address) => {
  provider = await startOpenIdProvider(`${address}/api/auth/callback/oidc`)
  after(() => provider.close())
  return {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Example ID',
  }
})
const browser = await openBrowser()
const password = 'a good long password'
const nextPassword = 'another good password'

async function signUp(page: Page, name: string, email: string): Promise<void> {
  await page.goto('/sign-up?callbackUrl=%2Faccount')
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL('/account')
}

async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.goto('/sign-in?callbackUrl=%2Faccount')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function askWith(secret: string): Promise<{ status: number; email?: string; code?: string }> {
  const answer = await fetch(`${site.address}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } })
  return { status: answer.status, ...((await answer.json()) as object) }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts'
  const visitor = (name: string) => `${name}.${javaScriptEnabled ? 'js' : 'plain'}@example.org`

  test(`sign up, sign out, sign in, ${how}; what is wrong is said beside the field`, async () => {
    const { page, errors } = await newVisitor(browser, site.address, { javaScriptEnabled })
    const email = visitor('ada')
    await page.goto('/account')
    assert.match(page.url(), /\/sign-in\?callbackUrl=%2Faccount$/)
    await page.getByRole('link', { name: 'Create one' }).click()
    await page.getByLabel('Name').fill('Ada')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill('abababababab')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('repeats one or two characters').first().waitFor()
    assert.equal(await page.getByLabel('Password').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.getByLabel('E-mail').inputValue(), email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.waitForURL('/account')
    await page.goto('/sign-out')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('/')
    await signIn(page, email, 'not the password')
    await page.getByText('The e-mail or the password is wrong.').waitFor()
    await signIn(page, email.toUpperCase(), password)
    await page.waitForURL('/account')
    await page.goto('/sign-up')
    assert.equal(new URL(page.url()).pathname, '/', 'who is signed in needs no second account')
    if (javaScriptEnabled) assert.deepEqual(errors, [])
  })

  test(`make a token, use it, revoke it, ${how}`, async () => {
    const { page } = await newVisitor(browser, site.address, { javaScriptEnabled })
    const email = visitor('tom')
    await signUp(page, 'Tom', email)
    await page.getByLabel('Name').first().fill('cluster')
    await page.getByRole('button', { name: 'Make token' }).click()
    await page.getByText('Copy the token now').waitFor()
    const secret = (await page.locator('code').first().textContent())!
    const line = (await page.locator('code').nth(1).textContent())!
    assert.equal(line, `curl -H "Authorization: Bearer ${secret}" ${site.address}/api/v1/me`)
    const answer = await askWith(secret)
    assert.deepEqual([answer.status, answer.email], [200, email])
    await page.goto('/account')
    assert.equal((await page.content()).includes(secret), false, 'the secret is shown once')
    await page.locator('#tokens summary').click()
    await page.getByRole('button', { name: 'Revoke cluster' }).click()
    await page.getByText('No tokens yet').waitFor()
    assert.deepEqual((await askWith(secret)).code, 'unauthenticated')
  })

  test(`a new password ends other sessions and keeps this one, ${how}`, async () => {
    const here = await newVisitor(browser, site.address, { javaScriptEnabled })
    const there = await newVisitor(browser, site.address, { javaScriptEnabled })
    const email = visitor('pat')
    await signUp(here.page, 'Pat', email)
    await signIn(there.page, email, password)
    await there.page.waitForURL('/account')
    await here.page.getByLabel('Current password').fill('not the password')
    await here.page.getByLabel('New password').fill(nextPassword)
    await here.page.getByRole('button', { name: 'Change password' }).click()
    await here.page.getByText('The current password is wrong.').first().waitFor()
    await here.page.getByLabel('Current password').fill(password)
    await here.page.getByLabel('New password').fill(nextPassword)
    await here.page.getByRole('button', { name: 'Change password' }).click()
    await here.page.getByText('The new password counts').waitFor()
    await here.page.goto('/account')
    assert.equal(new URL(here.page.url()).pathname, '/account')
    await there.page.goto('/account')
    assert.equal(new URL(there.page.url()).pathname, '/sign-in')
    await here.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await here.page.waitForURL('/')
    await here.page.goto('/account')
    assert.equal(new URL(here.page.url()).pathname, '/sign-in')
  })

  test(`single sign-on comes back to where one wanted to go, ${how}`, async () => {
    const subject = `olga-${how}`.replaceAll(' ', '-')
    provider.people[subject] = { email: visitor('olga'), email_verified: true, name: 'Olga' }
    const { page } = await newVisitor(browser, site.address, { javaScriptEnabled })
    // the provider's own page asks for a web font; this browser goes nowhere but to the two sites
    await page.route(/^https:/, (route) => route.abort())
    await page.goto('/sign-in?callbackUrl=%2Faccount')
    await page.getByRole('button', { name: 'Continue with Example ID' }).click()
    await page.locator('input[name=login]').fill(subject)
    await page.locator('input[name=password]').fill('any')
    await page.locator('[type=submit]').click()
    await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' })
    await page.locator('[type=submit]').click()
    await page.waitForURL(`${site.address}/account`)
    await page.getByText(`Olga, signed in as ${visitor('olga')}`).waitFor()
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Set a password' }).click()
    await page.getByLabel('Current password').waitFor()
  })
}

test('an operator makes somebody organiser and shuts somebody out', async () => {
  const operator = (await ensureFirstOperator())!
  const { page: person } = await newVisitor(browser, site.address)
  await signUp(person, 'Oscar', 'oscar@example.org')
  const { page, errors } = await newVisitor(browser, site.address)
  await signIn(page, operator.email, operator.password)
  await page.waitForURL('/account')
  await page.goto('/admin')
  await page.getByLabel('Name or e-mail').fill('oscar@')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.waitForURL(/search=oscar/)
  await page.locator('tbody summary').click()
  await page.getByLabel('Role').selectOption('organiser')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Oscar is organiser now').waitFor()
  await requireGoodLook(page)
  await person.goto('/account')
  await person.getByText('organiser', { exact: true }).waitFor()
  await page.getByLabel('Disabled').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Oscar is organiser now and disabled').waitFor()
  await person.goto('/account')
  assert.equal(new URL(person.url()).pathname, '/sign-in')
  assert.deepEqual(errors, [])
})

test('participants are not told that there is a page for operators', async () => {
  const { page } = await newVisitor(browser, site.address)
  await signUp(page, 'Paul', 'paul@example.org')
  assert.equal((await page.goto('/admin'))!.status(), 404)
})

test('the pages look good to axe, by day and night, wide and narrow', async () => {
  const { page, errors } = await newVisitor(browser, site.address)
  for (const path of ['/sign-in', '/sign-in?error=too_many_requests', '/sign-up']) {
    await page.goto(path)
    await requireGoodLook(page)
  }
  await page.goto('/sign-in?error=%3Cb%3Epay%20here%3C%2Fb%3E')
  assert.equal(await page.getByText('pay here').count(), 0, 'words in the address are not repeated')
  await signUp(page, 'Vera', 'vera@example.org')
  await page.getByLabel('Name').first().fill('looks')
  await page.getByRole('button', { name: 'Make token' }).click()
  await page.getByText('Copy the token now').waitFor()
  await page.locator('#tokens summary').click()
  await requireGoodLook(page)
  await page.goto('/sign-out')
  await requireGoodLook(page)
  assert.deepEqual(errors, [])
})
