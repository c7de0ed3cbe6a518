/** An organiser's scorer program by page: sent, mended, tried, chosen; a team's file scored by it, its report in a frame. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { seedAccount } from '#prisma/seed/seed-accounts.ts'
import { database } from '#store/database.ts'
import { makeChallenge, PERFECT } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { csvFile, open, signInByPage, signUpByPage } from '../helpers/page-visits.ts'
import { addSample, pythonScorer, scorerArchive } from '../helpers/scorer-archive.ts'
import { newVisitor, openBrowser, requireGoodLook } from '../helpers/visitor.ts'
import { startWebsite } from '../helpers/website.ts'
import { workerForSuite } from '../helpers/worker.ts'

const testDatabase = await freshDatabase()
const site = await startWebsite(testDatabase)
const browser = await openBrowser()

async function sendProgram(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const buffer = await scorerArchive(files)
  await page.locator('input[name=program]').setInputFiles({ name: 'scorer.tar.gz', mimeType: '', buffer })
}

describe('a scorer program by page', () => {
  workerForSuite()

  it('is uploaded, tried and chosen; a team sees score and report, and the frame can do nothing', async () => {
    const { challenge, task } = await makeChallenge()
    await addSample(task, PERFECT.replace('2,dog', '2,cat'))
    const olive = await seedAccount('olive@example.org', 'Olive', 'organiser')
    const { id: challengeId } = await database().challenge.findUniqueOrThrow({ where: { slug: challenge } })
    await database().challengeOrganiser.create({ data: { challengeId, userId: olive.actor.userId } })
    const { page, errors } = await newVisitor(browser, site.address)

    await signInByPage(page, olive, `/organise/${challenge}`)
    await page.getByRole('link', { name: 'change it, or its scorer' }).click()
    await page.getByText('The built-in metrics').waitFor()
    const program = pythonScorer()
    const misspelt = program['scorer.yaml'].replace('language: python', 'language: pyton')
    await sendProgram(page, { ...program, 'scorer.yaml': misspelt })
    await page.getByText('It cannot be used as it is').waitFor()
    await page.getByRole('row', { name: /^3 language/ }).waitFor()

    await sendProgram(page, program)
    const version = page.getByRole('article', { name: 'Version 2' })
    await version.getByText(/The machine has/).waitFor()
    await version.getByRole('row', { name: /hits Right answers ranks higher 2/ }).waitFor()
    await requireGoodLook(page)
    await version.getByRole('button', { name: 'Try it on the sample' }).click()
    await version.getByText('It passed').waitFor()
    await version.getByRole('row', { name: /Right answers 1\.00 2\.00/ }).waitFor()
    await version.getByText('Private part: its report').click()
    await page.frameLocator('iframe[title="Report on the private part"]').getByText('2 of 2').waitFor()
    await version.locator('input[type=file]').setInputFiles(csvFile('short.csv', 'id,prediction\n1,cat\n'))
    await version.getByText('your program did not run').waitFor()
    await requireGoodLook(page)
    await version.getByRole('button', { name: 'Have version 2 score the task' }).click()
    await page.getByText('Your scorer, version 2').waitFor()
    await requireGoodLook(page)

    const team = await newVisitor(browser, site.address)
    await signUpByPage(team.page, 'ada', 'ada@example.org', `/challenges/${challenge}/rules`)
    await team.page.getByRole('checkbox').check()
    await team.page.getByRole('button', { name: 'Accept and go on to the team' }).click()
    await team.page.getByLabel('Name of the team').fill('Team ada')
    await team.page.getByRole('button', { name: 'Make the team' }).click()
    await team.page.getByRole('heading', { name: 'Team ada' }).waitFor()
    await open(team.page, `/tasks/${task}`)
    await team.page.getByText('Right answers (ranks)').waitFor()
    await requireGoodLook(team.page)
    await team.page.locator('input[type=file]').setInputFiles(csvFile('mine.csv', PERFECT))
    await team.page.getByRole('button', { name: 'Send predictions' }).click()
    await team.page.waitForURL(/\/submissions\/sub_/)
    await team.page.getByRole('link', { name: 'See the leaderboard' }).waitFor()
    await team.page.getByText('2.00').first().waitFor()
    const frame = team.page.locator('iframe[title="Report, Public part"]')
    await frame.scrollIntoViewIfNeeded()
    await frame.contentFrame().getByText('2 of 2').waitFor()
    await requireGoodLook(team.page)
    assert.equal(await frame.getAttribute('sandbox'), '')
    assert.notEqual(await team.page.title(), 'taken')
    assert.equal(await team.page.getByText('Private part').count(), 0)

    const report = await team.page.request.get((await frame.getAttribute('src')) ?? '')
    assert.equal(report.status(), 200)
    const { 'content-security-policy': policy, 'content-type': type } = report.headers()
    assert.equal(type, 'text/html; charset=utf-8')
    assert.match(policy, /^default-src 'none'; .*frame-ancestors 'self'; sandbox$/)
    assert.doesNotMatch(policy, /script-src/)
    const stranger = await newVisitor(browser, site.address)
    const refused = await stranger.page.request.get((await frame.getAttribute('src')) ?? '')
    assert.equal(refused.status(), 401)

    await open(team.page, `/tasks/${task}/leaderboard`)
    await team.page.getByRole('row', { name: /Team ada\s*Your team 2\.00/i }).waitFor()
    assert.deepEqual([...errors, ...team.errors], [])
  })
})
