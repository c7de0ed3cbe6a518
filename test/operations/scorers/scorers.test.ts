/** Who may do what with scorer programs, before any worker has seen them. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { chooseScorer } from '#operations/scorers/choose-scorer.ts'
import { getScorer } from '#operations/scorers/get-scorer.ts'
import { getTrialReport } from '#operations/scorers/get-trial-report.ts'
import { listScorers } from '#operations/scorers/list-scorers.ts'
import { scoreAgain } from '#operations/scorers/score-again.ts'
import { tryScorer } from '#operations/scorers/try-scorer.ts'
import { tryScorerOnFile } from '#operations/scorers/try-scorer-on-file.ts'
import { uploadScorer } from '#operations/scorers/upload-scorer.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { getSubmissionReport } from '#operations/submissions/get-submission-report.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { incoming, makeCaptain, makeChallenge, PERFECT } from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makePerson } from '../../helpers/people.ts'
import { incomingScorer, nodeScorer } from '../../helpers/scorer-archive.ts'

const { dataFolder } = await freshDatabase()
after(closeSender)

const uploads = () => readdir(join(dataFolder, 'blobs', 'uploads')).catch(() => [])

describe('scorer programs', () => {
  it('are uploaded as numbered versions, each with one job', async () => {
    const { organiser, task } = await makeChallenge()
    const made = await Promise.all(
      [1, 2, 3].map(async () =>
        uploadScorer.call(organiser, { task }, { file: await incomingScorer(nodeScorer()) }),
      ),
    )
    assert.deepEqual(made.map(({ number }) => number).sort(), [1, 2, 3])
    for (const { id, status, passed } of made) {
      assert.deepEqual([status, passed], ['checking', false])
      const jobs = await database().$queryRaw<object[]>`
        SELECT 1 FROM pgboss.job WHERE name = 'check-scorer' AND data->>'scorerId' = ${id}`
      assert.equal(jobs.length, 1)
    }
    const { scorers, chosen, metric } = await listScorers.call(organiser, { task })
    assert.deepEqual(
      [scorers.map(({ number }) => number), chosen, metric.name],
      [[3, 2, 1], null, 'accuracy'],
    )
  })

  it('are for those who run the challenge: others learn nothing, and leave nothing behind', async () => {
    const { organiser, challenge, task } = await makeChallenge()
    const { id } = await uploadScorer.call(organiser, { task }, { file: await incomingScorer(nodeScorer()) })
    const trial = await database().scorerTrial.create({
      data: {
        id: 'tri_x',
        scorerId: id,
        filename: 'x',
        sha256: 'x',
        blobKey: 'x',
        createdById: organiser.userId,
      },
    })
    const before = await uploads()
    const stranger = await makePerson('organiser')
    const file = await incomingScorer(nodeScorer())
    await assert.rejects(uploadScorer.call(stranger, { task }, { file }), { code: 'forbidden' })
    for (const call of [
      () => listScorers.call(stranger, { task }),
      () => chooseScorer.call(stranger, { task, scorer: id }),
      () => chooseScorer.call(stranger, { task, scorer: null }),
      () => scoreAgain.call(stranger, { task }),
    ]) {
      await assert.rejects(call(), { code: 'forbidden' })
    }
    for (const call of [
      () => getScorer.call(stranger, { scorer: id }),
      () => tryScorer.call(stranger, { scorer: id }),
      () => tryScorerOnFile.call(stranger, { scorer: id }, { file: incoming(PERFECT) }),
      () => getTrialReport.call(stranger, { trial: trial.id }),
      () => getTrialReport.call(organiser, { trial: trial.id }),
      () => getTrialReport.call(organiser, { trial: 'tri_none' }),
    ]) {
      await assert.rejects(call(), { code: 'not_found' })
    }
    const captain = await makeCaptain(challenge)
    for (const call of [
      () => listScorers.call(captain, { task }),
      () => getScorer.call(captain, { scorer: id }),
    ]) {
      await assert.rejects(call(), { code: 'forbidden' })
    }
    assert.deepEqual(await uploads(), before)
  })

  it('can be tried only when they are ready, and chosen only when a trial has passed', async () => {
    const { organiser, task } = await makeChallenge()
    const other = await makeChallenge()
    const { id } = await uploadScorer.call(organiser, { task }, { file: await incomingScorer(nodeScorer()) })
    await assert.rejects(tryScorer.call(organiser, { scorer: id }), {
      code: 'conflict',
      message: /being checked/,
    })
    await assert.rejects(chooseScorer.call(organiser, { task, scorer: id }), {
      code: 'conflict',
      message: /checking/,
    })
    const manifest = { language: 'node', command: ['score.mjs'], limits: {}, reads: ['csv'] }
    const outputs = [{ name: 'hits', direction: 'higher-is-better', precision: 2, primary: true }]
    const ready = { status: 'ready', digest: 'd'.repeat(64), manifest: { ...manifest, outputs } } as const
    await database().scorerVersion.update({ where: { id }, data: ready })
    await assert.rejects(tryScorer.call(organiser, { scorer: id }), {
      code: 'conflict',
      message: /no sample/,
    })
    await assert.rejects(chooseScorer.call(organiser, { task, scorer: id }), {
      code: 'conflict',
      message: /no trial/,
    })
    const trial = { id: 'tri_y', filename: 'x', sha256: 'x', blobKey: 'x', createdById: organiser.userId }
    await database().scorerTrial.create({ data: { ...trial, scorerId: id, outcome: 'rejected' } })
    await assert.rejects(chooseScorer.call(organiser, { task, scorer: id }), {
      code: 'conflict',
      message: /no trial/,
    })
    await database().scorerTrial.update({ where: { id: 'tri_y' }, data: { outcome: 'scored' } })
    const { chosen, metric } = await chooseScorer.call(organiser, { task, scorer: id })
    assert.deepEqual([chosen, metric.name, metric.precision], [id, 'hits', 2])
    await assert.rejects(chooseScorer.call(other.organiser, { task: other.task, scorer: id }), {
      code: 'not_found',
    })
  })

  it('a submission without a report of a program has none to give, to nobody', async () => {
    const { organiser, challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const { id } = await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
    for (const actor of [captain, organiser, await makeCaptain(challenge)]) {
      await assert.rejects(getSubmissionReport.call(actor, { submission: id }), { code: 'not_found' })
    }
  })

  it('scoring again takes what ended without the present scorer, once', async () => {
    const { organiser, challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const ids: string[] = []
    for (const status of ['queued', 'faulted', 'scored'] as const) {
      const { id } = await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
      await database().submission.update({ where: { id }, data: { status } })
      ids.push(id)
    }
    // their first jobs are over
    await database().$executeRaw`DELETE FROM pgboss.job WHERE name = 'score-submission'`
    assert.deepEqual(await scoreAgain.call(organiser, { task }), { queued: 2 })
    assert.deepEqual(await scoreAgain.call(organiser, { task }), { queued: 0 })
    const statuses = await database().submission.findMany({
      where: { id: { in: ids } },
      orderBy: { id: 'asc' },
    })
    assert.deepEqual(
      statuses.map(({ status }) => status),
      ['queued', 'queued', 'scored'],
    )
  })
})
