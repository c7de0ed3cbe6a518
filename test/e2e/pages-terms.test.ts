/** Data for members only: a participant meets the terms, accepts them, and the organiser sees who did. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seedAccount } from '#prisma/seed/seed-accounts.ts'
import { database } from '#store/database.ts'
import { freshDatabase } from '../helpers/database.ts'
import { makeDataset } from '../helpers/dataset-world.ts'
import { open, signInByPage, signUpByPage } from '../helpers/page-visits.ts'
import { newVisitor, openBrowser, requireGoodLook } from '../helpers/visitor.ts'
import { startWebsite } from '../helpers/website.ts'

const testDatabase = await freshDatabase()
const site = await startWebsite(testDatabase)
const browser = await openBrowser()

describe('terms of a dataset', () => {
  it('stand before the data, are accepted once a version, and are kept with name and time', async () => {
    const world = await makeDataset({ visibility: 'members', terms: 'Only for *this* challenge.' })
    const address = `/datasets/${world.dataset}`
    const keeper = await seedAccount('olive@example.org', 'Olive', 'organiser')
    await database().dataset.update({
      where: { slug: world.dataset },
      data: { createdById: keeper.actor.userId },
    })

    const { page, errors } = await newVisitor(browser, site.address)
    await signUpByPage(page, 'Ada', 'ada@example.org', `/challenges/${world.challenge}/rules`)
    await open(page, `/tasks/${world.challenge}-task`)
    await page.getByText('The data is not open to you yet').waitFor()
    await open(page, `/challenges/${world.challenge}/rules`)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Accept and go on to the team' }).click()
    await page.waitForURL(`/challenges/${world.challenge}/team`)
    await open(page, `/tasks/${world.challenge}-task`)
    await page.getByText('The data comes after its terms').waitFor()
    await requireGoodLook(page)

    await page.goto(`${address}/rows`)
    await page.waitForURL(address)
    await page.getByText('Read the terms below').waitFor()
    await requireGoodLook(page)
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Accept and go on to the data' }).click()
    await page.getByRole('heading', { name: 'Downloads' }).waitFor()
    await page.getByText(/Version 1, .* When they change you are asked again/).waitFor()

    const organiser = await newVisitor(browser, site.address)
    await signInByPage(organiser.page, keeper, address)
    await organiser.page.getByText('Accepted 1 time so far').click()
    await organiser.page.getByRole('row', { name: /Ada ada@example\.org version 1/ }).waitFor()
    await requireGoodLook(organiser.page)
    assert.deepEqual([...errors, ...organiser.errors], [])
  })
})
