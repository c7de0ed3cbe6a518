/** From signing up to standing on the board, by page, in a real browser; and the board that follows by itself. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { createToken } from '#operations/accounts/create-token.ts'
import { runWorker } from '#scoring/worker.ts'
import { closeSender } from '#store/queue.ts'
import { type ChallengeWorld, makeCaptain, makeChallenge, PERFECT } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { csvFile, open, signUpByPage } from '../helpers/page-visits.ts'
import { newVisitor, openBrowser, requireGoodLook } from '../helpers/visitor.ts'
import { startWebsite } from '../helpers/website.ts'

const HALF_RIGHT = PERFECT.replace('1,cat', '1,dog')

const testDatabase = await freshDatabase()
const site = await startWebsite(testDatabase)
const browser = await openBrowser()

describe('submitting by page', () => {
  const stop = new AbortController()
  let worker: Promise<void>
  let world: ChallengeWorld

  before(async () => {
    worker = runWorker(stop.signal)
    world = await makeChallenge()
  })

  after(async () => {
    await closeSender()
    stop.abort()
    await worker
  })

  /** Signs up, accepts the rules, makes a team and stands before the task. */
  async function takePart(page: Page, name: string): Promise<void> {
    const rules = `/challenges/${world.challenge}/rules`
    await signUpByPage(page, name, `${name}@example.org`, rules)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Accept and go on to the team' }).click()
    await page.getByLabel('Name of the team').fill(`Team ${name}`)
    await page.getByRole('button', { name: 'Make the team' }).click()
    await page.getByRole('heading', { name: `Team ${name}` }).waitFor()
    await open(page, `/tasks/${world.task}`)
  }

  it('a new person takes part, sends a file, sees its report arrive and stands on the board', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    await takePart(page, 'ada')
    await requireGoodLook(page)
    await page.getByLabel('Note to yourselves').fill('the first one')
    await page.locator('input[type=file]').setInputFiles(csvFile('perfect.csv', PERFECT))
    await page.getByText('perfect.csv').waitFor()
    await page.getByRole('button', { name: 'Send predictions' }).click()
    await page.waitForURL(/\/submissions\/sub_/)
    await page.getByText('the first one').waitFor()
    // nobody reloads: the page follows while the worker scores
    await page.getByRole('link', { name: 'See the leaderboard' }).waitFor()
    await page.getByText('1.0000').first().waitFor()
    await requireGoodLook(page)
    await page.getByRole('link', { name: 'See the leaderboard' }).click()
    await page.getByRole('row', { name: /Team ada\s*Your team 1\.0000/i }).waitFor()
    assert.deepEqual(errors, [])
  })

  it('a file can be dropped; what is wrong in it is said with its line', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    await takePart(page, 'grace')
    await dropFile(page, 'wrong.csv', PERFECT.replace('3,cat', '3,cow'))
    await page.getByText('wrong.csv').waitFor()
    await page.getByRole('button', { name: 'Send predictions' }).click()
    await page.waitForURL(/\/submissions\/sub_/)
    await page.getByText('The file cannot be used as it is').waitFor()
    await page.getByRole('row', { name: /^4 prediction .*cow/ }).waitFor()
    await requireGoodLook(page)
    assert.deepEqual(errors, [])
  })

  it('works without scripts: the form leads to the report, or to a page that says why not', async () => {
    const { page } = await newVisitor(browser, site.address, { javaScriptEnabled: false })
    await takePart(page, 'linus')
    await page.locator('input[type=file]').setInputFiles(csvFile('plain.csv', HALF_RIGHT))
    await page.getByRole('button', { name: 'Send predictions' }).click()
    await page.waitForURL(/\/submissions\/sub_/)
    await page.getByRole('heading', { name: 'plain.csv' }).waitFor()
    await open(page, `/tasks/${world.task}`)
    const tooLarge = csvFile('large.csv', `${PERFECT}${'5,cat\n'.repeat(40_000)}`)
    await page.locator('input[type=file]').setInputFiles(tooLarge)
    await page.getByRole('button', { name: 'Send predictions' }).click()
    await page.getByRole('heading', { name: 'The file was not taken' }).waitFor()
    await page.getByText('100000 bytes').first().waitFor()
  })

  it('an invitation link brings somebody into the team', async () => {
    const captain = await newVisitor(browser, site.address)
    await takePart(captain.page, 'rosa')
    await open(captain.page, `/challenges/${world.challenge}/team`)
    await captain.page.getByRole('button', { name: 'Make an invitation link' }).click()
    const link = await captain.page
      .getByText(/\/join\//)
      .first()
      .textContent()
    const guest = await newVisitor(browser, site.address)
    const invitation = new URL(link?.match(/\S*\/join\/\S+/)?.[0] ?? '', site.address).pathname
    await open(guest.page, invitation)
    await requireGoodLook(guest.page)
    await signUpByPage(guest.page, 'emmy', 'emmy@example.org', `/challenges/${world.challenge}/rules`)
    await guest.page.getByRole('checkbox').check()
    await guest.page.getByRole('button', { name: 'Accept and go on to the team' }).click()
    await guest.page.getByRole('heading', { name: 'Join a team' }).waitFor()
    await open(guest.page, invitation)
    await requireGoodLook(guest.page)
    await guest.page.getByRole('button', { name: 'Join Team rosa' }).click()
    await guest.page.getByRole('row', { name: /emmy/ }).waitFor()
    await requireGoodLook(guest.page)
    assert.deepEqual([...captain.errors, ...guest.errors], [])
  })

  it('a file above the limit is refused before it is sent', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    await takePart(page, 'mary')
    const tooLarge = csvFile('large.csv', `${PERFECT}${'5,cat\n'.repeat(40_000)}`)
    await page.locator('input[type=file]').setInputFiles(tooLarge)
    await page.getByText('The file is larger than the limit').waitFor()
    await requireGoodLook(page)
    assert.deepEqual(errors, [])
  })

  it('a board that is open follows what scripts submit, without reloading', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    const captain = await makeCaptain(world.challenge)
    const { secret } = await createToken.call(captain, { name: 'test', scopes: ['submit'] })
    const submit = async (body: string) => {
      const answer = await fetch(
        `${site.address}/api/v1/tasks/${world.task}/submissions?filename=a.csv&wait=30`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}` },
          body,
        },
      )
      assert.equal(answer.status, 201)
    }
    await open(page, `/tasks/${world.task}/leaderboard`)
    await page.locator('[data-live=on]').waitFor()
    await page.evaluate(() => Object.assign(window, { neverReloaded: true }))
    const row = page.locator(`[data-row="${captain.teamId}"]`)
    assert.equal(await row.count(), 0)
    await submit(HALF_RIGHT)
    await row.getByText('0.5000').waitFor()
    await submit(PERFECT)
    await row.getByText('1.0000').waitFor()
    assert.equal(await page.evaluate(() => 'neverReloaded' in window), true)
    assert.deepEqual(errors, [])
  })
})

async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const dropped = await page.evaluateHandle(
    ([title, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], title, { type: 'text/csv' }))
      return transfer
    },
    [name, content],
  )
  await page.getByText('Drop the file here').dispatchEvent('drop', { dataTransfer: dropped })
}
