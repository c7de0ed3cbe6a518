import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { ANONYMOUS } from '#core/access.ts'
import type { ErrorCode, GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { getTask } from '#operations/challenges/get-task.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { getDataset } from '#operations/datasets/get-dataset.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { getReleaseFile } from '#operations/datasets/get-release-file.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { uploadTable } from '#operations/datasets/upload-table.ts'
import { withdrawRelease } from '#operations/datasets/withdraw-release.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { failRelease } from '#scoring/fail-release.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import {
  type ChallengeWorld,
  incoming,
  makeCaptain,
  makeChallenge,
  PERFECT,
} from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makePerson } from '../../helpers/people.ts'

await freshDatabase()
after(closeSender)

const REASON = 'Forty labels were wrong.'

const fails = (code: ErrorCode, text: RegExp) => (error: GrandstandError) => {
  assert.equal(error.code, code, error.message)
  assert.match(error.message, text)
  return true
}

/** A challenge and the release that its task uses, with one file and something to look at. */
async function world(): Promise<ChallengeWorld & { release: string }> {
  const made = await makeChallenge()
  const { releaseId } = await database().task.findFirstOrThrow({ where: { slug: made.task } })
  const stored = await blobs().put(`releases/${releaseId}/train.csv`, [Buffer.from('id,label\n9,cat\n')])
  await database().releaseFile.create({
    data: {
      ...{ releaseId, path: 'train.csv', format: 'csv', rows: 1, sha256: stored.sha256 },
      ...{ sizeBytes: BigInt(stored.sizeBytes), blobKey: `releases/${releaseId}/train.csv` },
    },
  })
  await database().release.update({ where: { id: releaseId }, data: { sampleRows: { train: [] } } })
  return { ...made, release: releaseId }
}

/** A further ready release of the same dataset. */
async function addRelease(release: string, version: number): Promise<string> {
  const { datasetId } = await database().release.findUniqueOrThrow({ where: { id: release } })
  const id = newId('rel')
  await database().release.create({ data: { id, datasetId, version, status: 'ready', readyAt: new Date() } })
  return id
}

const taskOn = (organiser: ChallengeWorld['organiser'], challenge: string, releaseId: string) =>
  createTask.call(organiser, {
    ...{ challenge, track: 'animals', slug: `t${newId('tsk').slice(-12)}`, title: 'Again', truth: 'label' },
    ...{ releaseId, primaryMetric: 'accuracy', spec: { kind: 'classification', classes: ['cat', 'dog'] } },
  })

describe('withdrawRelease', () => {
  it('keeps page, checksums and files, names the reason and the newest ready release as successor', async () => {
    const { organiser, release } = await world()
    const alone = await withdrawRelease.call(organiser, { release, reason: REASON })
    assert.equal(alone.successorId, null)
    const middle = await addRelease(release, 2)
    const newest = await addRelease(release, 3)
    const seen = await getRelease.call(ANONYMOUS, { release })
    assert.deepEqual(
      [seen.status, seen.withdrawn?.reason, seen.withdrawn?.files],
      ['withdrawn', REASON, false],
    )
    assert.equal(seen.successorId, newest)
    assert.equal(seen.files[0]?.path, 'train.csv')
    assert.ok(seen.sampleRows)
    const file = await getReleaseFile.call(ANONYMOUS, { release, path: 'train.csv' })
    file.stream.destroy()
    await withdrawRelease.call(organiser, { release: newest, reason: REASON })
    assert.equal((await getRelease.call(ANONYMOUS, { release })).successorId, middle)
    const dataset = await getDataset.call(ANONYMOUS, { dataset: seen.dataset.slug })
    assert.deepEqual(
      dataset.releases.map((one) => [one.version, one.status]),
      [
        [3, 'withdrawn'],
        [2, 'ready'],
        [1, 'withdrawn'],
      ],
    )
  })

  it('stops new tasks, and lets the tasks that use it go on', async () => {
    const { organiser, challenge, task, release } = await world()
    await taskOn(organiser, challenge, release)
    await withdrawRelease.call(organiser, { release, reason: REASON, files: true })
    await assert.rejects(
      taskOn(organiser, challenge, release),
      fails('conflict', /withdrawn \(Forty labels were wrong/),
    )
    const shown = await getTask.call(ANONYMOUS, { task })
    assert.equal(shown.dataset.withdrawnReason, REASON)
    const captain = await makeCaptain(challenge)
    const made = await createSubmission.call(captain, { task, note: '' }, { file: incoming(PERFECT) })
    assert.equal(made.status, 'queued')
  })

  it('with files: nobody gets the files or rows any more, checksums stay', async () => {
    const { organiser, release } = await world()
    const operator = await makePerson('operator')
    await withdrawRelease.call(operator, { release, reason: REASON })
    const more = await withdrawRelease.call(operator, { release, reason: `${REASON} By law.`, files: true })
    assert.deepEqual(more.withdrawn?.files, true)
    for (const actor of [ANONYMOUS, organiser, operator]) {
      const asked = getReleaseFile.call(actor, { release, path: 'train.csv' })
      await assert.rejects(asked, fails('withdrawn', /By law/))
      const seen = await getRelease.call(actor, { release })
      assert.equal(seen.sampleRows, null)
      assert.match(seen.files[0]?.sha256 ?? '', /^[0-9a-f]{64}$/)
    }
    const again = withdrawRelease.call(operator, { release, reason: REASON, files: true })
    await assert.rejects(again, fails('conflict', /withdrawn already/))
  })

  it('is for who runs the dataset or an operator, for ready releases, and wants a reason', async () => {
    const { organiser, release } = await world()
    const stranger = await makePerson('organiser')
    const call = (actor: typeof stranger, reason = REASON) => withdrawRelease.call(actor, { release, reason })
    await assert.rejects(call(stranger), fails('forbidden', /Only who made the dataset/))
    await assert.rejects(call(await makePerson('participant')), fails('forbidden', /./))
    await assert.rejects(call(organiser, 'no'), fails('invalid_input', /./))
    const { datasetId } = await database().release.findUniqueOrThrow({ where: { id: release } })
    const open = newId('rel')
    await database().release.create({ data: { id: open, datasetId, version: 2, status: 'collecting' } })
    await assert.rejects(
      withdrawRelease.call(organiser, { release: open, reason: REASON }),
      fails('conflict', /collecting/),
    )
    assert.equal((await getRelease.call(organiser, { release })).status, 'ready')
  })
})

describe('a finished release is immutable', () => {
  it('for every operation that changes a release, also when it is withdrawn', async () => {
    const { organiser, release } = await world()
    const attempts = () => [
      () => uploadTable.call(organiser, { release, table: 'train' }, { file: incoming('id,label\n1,x\n') }),
      () => inspectRelease.call(organiser, { release }),
      () => buildRelease.call(organiser, { release }),
    ]
    for (const attempt of attempts()) await assert.rejects(attempt(), fails('conflict', /ready/))
    await withdrawRelease.call(organiser, { release, reason: REASON })
    for (const attempt of attempts()) await assert.rejects(attempt(), fails('conflict', /withdrawn/))
  })

  it('for a job that fails after another run of it has finished', async () => {
    const { organiser, release } = await world()
    await failRelease(release, new Error('late'))
    assert.equal((await getRelease.call(organiser, { release })).status, 'ready')
  })

  it('in the database itself: content, number, files and truth refuse every change', async () => {
    const { release } = await world()
    const db = database()
    const where = { id: release }
    const changes = [
      () => db.release.update({ where, data: { schema: { tables: [] } } }),
      () => db.release.update({ where, data: { rowHash: 'other' } }),
      () => db.release.update({ where, data: { version: 9 } }),
      () => db.release.update({ where, data: { status: 'building' } }),
      () => db.releaseFile.updateMany({ where: { releaseId: release }, data: { sha256: 'other' } }),
      () => db.truth.updateMany({ where: { releaseId: release }, data: { rows: 5 } }),
    ]
    for (const change of changes) await assert.rejects(change(), /of a finished release cannot be changed/)
    await db.release.update({ where, data: { status: 'withdrawn', withdrawnAt: new Date() } })
    for (const change of changes) await assert.rejects(change(), /of a finished release cannot be changed/)
    const back = db.release.update({ where, data: { status: 'ready' } })
    await assert.rejects(back, /of a finished release cannot be changed/)
    // moving the store is no change of content
    await db.releaseFile.updateMany({ where: { releaseId: release }, data: { blobKey: 'elsewhere' } })
  })
})
