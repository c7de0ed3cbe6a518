import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ANONYMOUS } from '#core/access.ts'
import { SAMPLE_CHALLENGES } from '#datasets/samples/sample-challenges.ts'
import { getCroissant } from '#operations/datasets/get-croissant.ts'
import { getTrackLeaderboard } from '#operations/leaderboards/get-track-leaderboard.ts'
import { getWorkshop } from '#operations/workshops/get-workshop.ts'
import { seedSample } from '#prisma/seed.ts'
import { runWorker } from '#scoring/worker.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { validateCroissant } from '../datasets/standards/croissant-validator.ts'
import { freshDatabase } from '../helpers/database.ts'

await freshDatabase()

describe('the sample, seeded through a real worker and sandbox', () => {
  const stop = new AbortController()
  let worker: Promise<void>

  before(async () => {
    worker = runWorker(stop.signal)
    await seedSample(() => {}, { limit: 250 })
  })

  after(async () => {
    await closeSender()
    stop.abort()
    await worker
  })

  it('scores every submission exactly once', async () => {
    const submissions = await database().submission.findMany({ include: { evaluations: true } })
    assert.ok(submissions.length > 40)
    for (const { status, evaluations, fault } of submissions) {
      assert.equal(fault, null)
      assert.equal(status, 'scored')
      assert.equal(evaluations.length, 1)
    }
    assert.equal(await database().journalLine.count(), submissions.length)
  })

  it('releases both formats with equal rows, and pictures for the explorer', async () => {
    const releases = await database().release.findMany({ include: { files: true, dataset: true } })
    assert.equal(releases.length, 4)
    for (const { files, dataset } of releases) {
      for (const csv of files.filter(({ table, format }) => table && format === 'csv')) {
        const parquet = files.find(({ table, format }) => table === csv.table && format === 'parquet')
        assert.equal(parquet?.rows, csv.rows, `${dataset.slug} ${csv.path}`)
      }
      const images = files.filter(({ format }) => format === 'image')
      assert.ok(images.length > 50, `${dataset.slug} shows ${images.length} images`)
    }
  })

  it('forgets what was uploaded, which held the answers, once a release is ready', async () => {
    const uploads = await database().upload.findMany({ where: { release: { status: 'ready' } } })
    assert.ok(uploads.length >= 8)
    for (const { blobKey } of uploads) await assert.rejects(blobs().get(blobKey), { code: 'not_found' })
  })

  it('describes every release as valid Croissant, with full addresses on the web', async () => {
    for (const { id } of await database().release.findMany()) {
      const document = await getCroissant.call(ANONYMOUS, { release: id })
      assert.deepEqual(validateCroissant(document), [])
      const urls = (document.distribution as { contentUrl?: string }[]).flatMap(
        ({ contentUrl }) => contentUrl ?? [],
      )
      for (const url of urls) assert.match(url, new RegExp(`^http://.*/api/v1/releases/${id}/files/`))
    }
  })

  it('ranks teams on every track, and no baseline below the constant one', async () => {
    for (const { slug: challenge, tracks } of SAMPLE_CHALLENGES) {
      for (const { slug: track } of tracks) {
        const board = await getTrackLeaderboard.call(ANONYMOUS, { challenge, track })
        assert.ok(board.entries.length >= 3, `${challenge} ${track} has ${board.entries.length} teams`)
        assert.equal(board.entries.at(-1)?.team.slug, 'majority-report')
      }
    }
  })

  it('shows private boards and a workshop with finalists for the past challenge only', async () => {
    const past = await getWorkshop.call(ANONYMOUS, { challenge: 'emoji-sprint-2025' })
    assert.deepEqual(
      past.finalists.map(({ teams }) => teams.length >= 3),
      [true, true],
    )
    assert.ok(past.sessions.flatMap(({ talks }) => talks).length >= 6)
    const running = await getTrackLeaderboard.call(ANONYMOUS, {
      challenge: 'emoji-grand-challenge',
      track: 'matching',
    })
    assert.equal(running.split, 'public')
  })

  it('does nothing the second time', async () => {
    assert.equal(await seedSample(() => {}), undefined)
  })
})
