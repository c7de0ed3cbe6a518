/** What organisers may change in a task, until when, and what is kept of it. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { getTask } from '#operations/challenges/get-task.ts'
import { updateTask } from '#operations/challenges/update-task.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { incoming, makeCaptain, PERFECT } from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makeDataset } from '../../helpers/dataset-world.ts'
import { makePerson } from '../../helpers/people.ts'

await freshDatabase()
after(closeSender)

async function makeWorld() {
  const world = await makeDataset({ visibility: 'public' })
  return { ...world, task: `${world.challenge}-task` }
}

const handIn = async (challenge: string, task: string) =>
  createSubmission.call(await makeCaptain(challenge), { task }, { file: incoming(PERFECT) })

describe('changing a task', () => {
  it('takes words, slices and baseline at any time, and tells everybody when what was changed', async () => {
    const { organiser, challenge, task } = await makeWorld()
    await handIn(challenge, task)
    const words = { title: 'Cat or dog?', description: 'New words', baselineScore: 0.5, slices: [['words']] }
    const now = new Date('2026-05-06T07:08:09Z')
    const changed = await updateTask.call(organiser, { task, ...words, maxUploadBytes: 5_000 }, { now })
    assert.deepEqual(
      [changed.title, changed.description, changed.baselineScore, changed.spec.slices],
      ['Cat or dog?', 'New words', 0.5, [['words']]],
    )
    assert.equal(changed.maxUploadBytes, 5_000)
    assert.deepEqual(changed.spec.classes, ['cat', 'dog'], 'what was not named stays')
    const seen = await getTask.call({ kind: 'anonymous' }, { task })
    assert.equal(seen.changes.length, 1)
    assert.equal(seen.changes[0].changedAt, now.toISOString())
    assert.deepEqual(seen.changes[0].fields.toSorted(), [
      ...['baselineScore', 'description', 'maxUploadBytes', 'slices', 'title'],
    ])
    const cleared = await updateTask.call(organiser, { task, slices: [], maxUploadBytes: undefined })
    assert.deepEqual([cleared.spec.slices, cleared.title], [[], 'Cat or dog?'])
    assert.deepEqual(
      cleared.changes.map(({ fields }) => fields.length),
      [1, 5],
      'newest first',
    )
  })

  it('keeps who changed it and what it was before; the same again is no change', async () => {
    const { organiser, task } = await makeWorld()
    const { id, title } = await getTask.call(organiser, { task })
    for (let i = 0; i < 2; i++) await updateTask.call(organiser, { task, title: 'Other', slices: [] })
    const kept = await database().taskChange.findMany({ where: { taskId: id } })
    assert.deepEqual(
      kept.map(({ userId, before }) => [userId, before]),
      [[organiser.userId, { title }]],
    )
  })

  it('lets the metric and the answers change only until the first file', async () => {
    const { organiser, challenge, task, release } = await makeWorld()
    const early = await updateTask.call(organiser, { task, primaryMetric: 'f1_macro' })
    assert.equal(early.metric.name, 'f1_macro')
    const hidden = await makeDataset({ visibility: 'organisers' })
    await assert.rejects(updateTask.call(organiser, { task, releaseId: hidden.release }), {
      code: 'not_found',
    })
    const other = await makeDataset({ visibility: 'public' })
    const moved = await updateTask.call(organiser, { task, releaseId: other.release })
    assert.deepEqual([moved.dataset.releaseId, moved.spec.classes], [other.release, ['cat', 'dog']])
    await handIn(challenge, task)
    const fixed = [{ primaryMetric: 'accuracy' }, { predictionForm: 'label' }, { releaseId: release }]
    for (const change of [...fixed, { truth: 'other' }] as object[]) {
      await assert.rejects(updateTask.call(organiser, { task, title: 'Half of it', ...change }), {
        code: 'conflict',
      })
    }
    const after = await getTask.call(organiser, { task })
    assert.deepEqual([after.metric.name, after.title], ['f1_macro', 'Cat or dog'], 'all or nothing')
    await updateTask.call(organiser, {
      task,
      primaryMetric: 'f1_macro',
      title: 'The same metric is no change',
    })
  })

  it('refuses what a new task could not have', async () => {
    const { organiser, task } = await makeWorld()
    for (const change of [{ slices: [['label']] }, { slices: [['id']] }, { primaryMetric: 'beauty' }]) {
      await assert.rejects(updateTask.call(organiser, { task, ...change }), { code: 'invalid_input' })
    }
    await assert.rejects(updateTask.call(organiser, { task, truth: 'nothing' }), { code: 'not_found' })
    assert.deepEqual((await getTask.call(organiser, { task })).changes, [])
  })

  it('is for those who run the challenge', async () => {
    const { task } = await makeWorld()
    const stranger = await makePerson('organiser')
    await assert.rejects(updateTask.call(stranger, { task, title: 'Mine now' }), { code: 'forbidden' })
  })

  it('waits for a file that is just coming in, and then knows of it', async () => {
    const { organiser, challenge, task } = await makeWorld()
    const captain = await makeCaptain(challenge)
    const [sent, changed] = await Promise.allSettled([
      createSubmission.call(captain, { task }, { file: incoming(PERFECT) }),
      updateTask.call(organiser, { task, primaryMetric: 'f1_macro' }),
    ])
    assert.equal(sent.status, 'fulfilled')
    const { metric } = await getTask.call(organiser, { task })
    assert.equal(metric.name, changed.status === 'fulfilled' ? 'f1_macro' : 'accuracy')
  })
})
