/** Every page of the sample in a real browser: it is there, it is accessible, it fits a phone. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type SeededDemo, seedSample } from '#prisma/seed.ts'
import { runWorker } from '#scoring/worker.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { freshDatabase } from '../helpers/database.ts'
import { open, signInByPage } from '../helpers/page-visits.ts'
import { newVisitor, openBrowser, requireGoodLook } from '../helpers/visitor.ts'
import { startWebsite } from '../helpers/website.ts'

const testDatabase = await freshDatabase()
const site = await startWebsite(testDatabase)
const browser = await openBrowser()

const RUNNING = '/challenges/emoji-grand-challenge'
const FINISHED = '/challenges/emoji-sprint-2025'
const TASK = '/tasks/emoji-group'

const OPEN_TO_ALL = [
  '/',
  '/challenges',
  RUNNING,
  `${RUNNING}/rules`,
  `${RUNNING}/tracks/matching`,
  FINISHED,
  `${FINISHED}/workshop`,
  `${FINISHED}/tracks/classification`,
  TASK,
  `${TASK}/leaderboard`,
  '/tasks/sprint-match/leaderboard',
  '/datasets',
  '/datasets/emoji-classification',
  '/datasets/emoji-matching?table=left',
  '/datasets/emoji-classification/rows?search=flag',
  '/datasets/emoji-matching/rows?table=train_pairs',
  '/api-docs',
  '/docs/guide',
  '/docs/data-standard',
  '/docs/errors',
  '/sign-in',
  '/sign-up',
]

/** Address of a report on what a demo team sent to a task. */
async function someReport(slug: string): Promise<string> {
  const { id } = await database().submission.findFirstOrThrow({ where: { task: { slug }, status: 'scored' } })
  return `/submissions/${id}`
}

describe('the pages of the sample', () => {
  const stop = new AbortController()
  let worker: Promise<void>
  let demo: SeededDemo

  before(async () => {
    worker = runWorker(stop.signal)
    const made = await seedSample(() => {}, { limit: 80 })
    assert.ok(made)
    demo = made
  })

  after(async () => {
    await closeSender()
    stop.abort()
    await worker
  })

  const accountOf = (role: string) => demo.accounts.find((account) => account.role === role)!

  it('look good to everybody', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    for (const address of OPEN_TO_ALL) {
      await open(page, address)
      await requireGoodLook(page)
    }
    assert.deepEqual(errors, [])
  })

  it('say so in full when there is nothing', async () => {
    const { page } = await newVisitor(browser, site.address)
    for (const address of ['/nowhere', '/tasks/nowhere/leaderboard', '/datasets/nowhere']) {
      await open(page, address, 404)
      await requireGoodLook(page)
    }
    await open(page, '/join/nonsense')
    await page.getByRole('heading', { name: 'This invitation does not work' }).waitFor()
    await requireGoodLook(page)
  })

  it('say so when they fail, boards included', async () => {
    const { page } = await newVisitor(browser, site.address)
    await database().$executeRawUnsafe('ALTER TABLE "Task" RENAME TO "TaskElsewhere"')
    try {
      for (const address of [TASK, `${TASK}/leaderboard`]) {
        await open(page, address, 500)
        await page.getByRole('heading', { name: 'The page could not be made' }).waitFor()
        await requireGoodLook(page)
      }
    } finally {
      await database().$executeRawUnsafe('ALTER TABLE "TaskElsewhere" RENAME TO "Task"')
    }
    await open(page, `${TASK}/leaderboard`)
  })

  it('look good to a participant', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    await signInByPage(page, accountOf('participant'))
    for (const address of [`${RUNNING}/team`, TASK, `${TASK}/submissions`, '/account']) {
      await open(page, address)
      await requireGoodLook(page)
    }
    assert.deepEqual(errors, [])
  })

  it('look good to an organiser', async () => {
    const { page, errors } = await newVisitor(browser, site.address)
    await signInByPage(page, accountOf('organiser'))
    const reports = await Promise.all(['emoji-subgroup', 'emoji-match-exact'].map(someReport))
    const desk = ['/organise/emoji-grand-challenge', '/organise/new', '/datasets/new']
    const kept = ['/datasets/emoji-classification/edit', '/organise/emoji-grand-challenge/tasks/emoji-group']
    const listed = [`${kept[1]}/submissions`, '/organise/emoji-sprint-2025/workshop']
    for (const address of [RUNNING, ...desk, ...kept, ...listed, ...reports]) {
      await open(page, address)
      await requireGoodLook(page)
    }
    assert.deepEqual(errors, [])
  })

  it('a board loads no script file, and little script in all', async () => {
    const { page } = await newVisitor(browser, site.address)
    const scripts: string[] = []
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url())
    })
    for (const address of [`${TASK}/leaderboard`, `${RUNNING}/tracks/classification`]) {
      await open(page, address)
      await page.locator('[data-live=on]').waitFor()
      const inline = await page.evaluate(() => Array.from(document.scripts, (one) => one.text).join('\n'))
      assert.ok(inline.length > 500, 'the board is live')
      assert.ok(gzipSync(inline).length < 10_000)
    }
    assert.deepEqual(scripts, [])
  })

  it('the explorer shows pictures of the rows', async () => {
    const { page } = await newVisitor(browser, site.address)
    await open(page, '/datasets/emoji-classification')
    const picture = page.locator('td img').first()
    await picture.scrollIntoViewIfNeeded()
    await page.waitForFunction(() => {
      const shown = document.querySelector<HTMLImageElement>('td img')
      return !!shown?.complete && shown.naturalWidth > 0
    })
    assert.ok((await page.locator('figure svg, .plot svg').count()) > 3)
  })
})
