/** A new organiser, by page: a dataset from two CSV files, then a challenge on it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seedAccount } from '#prisma/seed/seed-accounts.ts'
import { freshDatabase } from '../helpers/database.ts'
import { csvFile, open, signInByPage } from '../helpers/page-visits.ts'
import { newVisitor, openBrowser, requireGoodLook } from '../helpers/visitor.ts'
import { startWebsite } from '../helpers/website.ts'
import { workerForSuite } from '../helpers/worker.ts'

const KINDS = ['cat', 'dog']
const HEADER = 'id,weight_kg,colour,kind'

function animals(prefix: string, count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const weight = (3 + (i % 2) * 20 + i / 10).toFixed(1)
    return `${prefix}-${i},${weight},${['black', 'white', 'red'][i % 3]},${KINDS[i % 2]}`
  })
  return `${[HEADER, ...rows].join('\n')}\n`
}

const testDatabase = await freshDatabase()
const site = await startWebsite(testDatabase)
const browser = await openBrowser()

describe('organising by page', () => {
  workerForSuite()

  it('registers a dataset, then runs a challenge on it', async () => {
    const organiser = await seedAccount('olive@example.org', 'Olive', 'organiser')
    const { page, errors } = await newVisitor(browser, site.address)
    await signInByPage(page, organiser, '/datasets/new')

    await page.getByLabel('Title').fill('Cats and dogs')
    await page.getByLabel('In one or two sentences').fill('Animals by weight and colour.')
    await page.getByLabel('Licence').fill('CC0-1.0')
    await page.getByRole('button', { name: 'Go on to the tables' }).click()
    await page.waitForURL(/\/datasets\/cats-and-dogs\/releases\/rel_/)
    await requireGoodLook(page)
    for (const [table, count] of [
      ['train', 60],
      ['test', 30],
    ] as const) {
      await page.locator(`input[name=${table}]`).setInputFiles(csvFile(`${table}.csv`, animals(table, count)))
      await page.getByText(`${table}.csv`).waitFor()
    }
    await page.getByRole('button', { name: 'Read the tables' }).click()

    await page.getByRole('heading', { name: '2. Schema' }).waitFor()
    await requireGoodLook(page)
    const train = page.getByRole('table', { name: 'Columns of train' })
    await train.getByRole('row', { name: /weight_kg .*every.* numeric/i }).waitFor()
    await page.getByRole('button', { name: 'Confirm and build the release' }).click()
    await page.getByText('No column has the role label yet').waitFor()
    for (const role of await page.getByLabel('Role of kind').all()) await role.selectOption('label')
    for (const one of await page.getByLabel('Description of weight_kg').all()) await one.fill('On the scales')
    await page.getByRole('button', { name: 'Confirm and build the release' }).click()

    await page.waitForURL(/\/datasets\/cats-and-dogs\?release=/)
    await page.getByRole('heading', { name: 'First rows of train' }).waitFor()
    await page.getByText('On the scales').waitFor()
    await page.getByRole('img', { name: 'Distribution of weight_kg', exact: true }).waitFor()
    await page.getByRole('img', { name: 'Distribution of weight_kg by kind' }).waitFor()
    await page.getByText('The same as a list, strongest first').click()
    await page.getByRole('row', { name: /weight_kg kind .* correlation ratio/ }).waitFor()
    await requireGoodLook(page)

    await open(page, '/organise/new')
    await page.getByLabel('Title').fill('Cat or dog')
    await page.getByLabel('In one or two sentences').fill('Tell them apart.')
    await page.getByLabel('Rules').fill('Be kind.')
    await page.getByRole('button', { name: 'Make the draft' }).click()
    await page.waitForURL('/organise/cat-or-dog')

    await page.getByLabel('Title of a new phase').fill('Main')
    await page.getByLabel('Starts, in UTC').fill('2026-06-02T00:00')
    await page.getByLabel('Ends, in UTC').fill('2026-06-01T00:00')
    await page.getByLabel('Part of the answers that boards show').selectOption('private')
    await page.getByRole('button', { name: 'Save the phases' }).click()
    await page.getByText('a phase must end after it starts').first().waitFor()
    const shown = page.getByLabel('Part of the answers that boards show')
    assert.equal(await shown.inputValue(), 'private')
    assert.equal(await page.getByLabel('Starts, in UTC').inputValue(), '2026-06-02T00:00')
    await shown.selectOption('public')
    await page.getByLabel('Ends, in UTC').fill('2099-01-01T00:00')
    await page.getByRole('button', { name: 'Save the phases' }).click()
    await page.getByLabel('Title of Main').waitFor()

    await page.getByLabel('Title', { exact: true }).first().fill('Animals')
    await page.getByRole('button', { name: 'Add the track' }).click()
    await page.getByText('Add a task to Animals').click()
    await page.getByLabel('Title', { exact: true }).first().fill('Which animal')
    await page.getByLabel('Kind and primary metric').selectOption('classification accuracy')
    await page.getByRole('button', { name: 'Add the task' }).click()
    await page.getByRole('link', { name: 'Which animal' }).waitFor()
    await requireGoodLook(page)

    await page.getByRole('link', { name: 'change it, or its scorer' }).click()
    await page.getByLabel('Description').fill('By what the scales say.')
    await page.getByLabel('Slices').fill('colour, weight')
    await page.getByRole('button', { name: 'Save the task' }).click()
    await page.getByText('has no feature "weight" to slice by').waitFor()
    await page.getByLabel('Slices').fill('colour, weight_kg+colour')
    await page.getByLabel('Primary metric').selectOption('f1_macro')
    await page.getByRole('button', { name: 'Save the task' }).click()
    await page.getByText(/: slices of the reports, description, metric/).waitFor()
    assert.equal(await page.getByLabel('Slices').inputValue(), 'colour, weight_kg+colour')
    await requireGoodLook(page)

    await open(page, '/organise/cat-or-dog')
    await page.getByRole('link', { name: 'Plan the workshop' }).click()
    await page.getByLabel('Title', { exact: true }).fill('Animal day')
    await page.getByLabel('Begins (UTC)').first().fill('2027-03-01T09:00')
    await page.getByLabel('Ends (UTC)').first().fill('2027-03-01T08:00')
    await page.getByLabel('Prize 1', { exact: true }).fill('A bone')
    await page.getByText('Add a session').click()
    await page.getByLabel('Title of the session').fill('Talks')
    await page.getByLabel('Begins (UTC)').nth(1).fill('2027-03-01T10:00')
    await page.getByLabel('Ends (UTC)').nth(1).fill('2027-03-01T11:00')
    await page.getByText('Add a talk').click()
    await page.getByLabel('Title of the talk').fill('On whiskers')
    await page.getByLabel('Speakers').fill('Ada')
    await page.getByLabel('Begins (UTC)').nth(2).fill('2027-03-01T10:00')
    await page.getByRole('button', { name: 'Save the workshop' }).click()
    await page.getByText('it must end after it starts').waitFor()
    assert.equal(await page.getByLabel('Title of the talk').inputValue(), 'On whiskers', 'nothing is lost')
    await page.getByLabel('Ends (UTC)').first().fill('2027-03-01T17:00')
    await page.getByLabel('Everybody who sees the challenge').check()
    await page.getByRole('button', { name: 'Save the workshop' }).click()
    await page.getByText('On whiskers').waitFor()
    await requireGoodLook(page)
    await open(page, '/organise/cat-or-dog')
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByRole('button', { name: 'Take back to a draft' }).waitFor()

    const visitor = await newVisitor(browser, site.address)
    await open(visitor.page, '/tasks/which-animal')
    await visitor.page.getByText('F1 (macro)').first().waitFor()
    await visitor.page.getByText('By what the scales say.').waitFor()
    await visitor.page.getByText('Changed by the organisers').click()
    await requireGoodLook(visitor.page)
    await open(visitor.page, '/challenges/cat-or-dog/workshop')
    await visitor.page.getByRole('heading', { name: 'On whiskers' }).waitFor()
    await visitor.page.getByText('A bone').waitFor()
    await open(visitor.page, '/tasks/which-animal/leaderboard')
    await visitor.page.getByText('Nobody has scored yet').waitFor()
    await requireGoodLook(visitor.page)
    assert.deepEqual([...errors, ...visitor.errors], [])
  })
})
