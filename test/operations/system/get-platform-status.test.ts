import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '#core/ids.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { getPlatformStatus } from '#operations/system/get-platform-status.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { incoming, makeCaptain, makeChallenge, PERFECT } from '#test/helpers/challenge-world.ts'
import { freshDatabase } from '#test/helpers/database.ts'
import { makePerson } from '#test/helpers/people.ts'

after(closeSender)
await freshDatabase()
const operator = await makePerson('operator')

test('an empty platform has nothing waiting and no times', async () => {
  assert.deepEqual(await getPlatformStatus.call(operator, {}), {
    queue: { queued: 0, scoring: 0, oldestSeconds: null },
    lastDay: { sent: 0, scored: 0, rejected: 0, faulted: 0 },
    stages: [],
  })
})

test('submissions are counted by what became of them, and stages have their quantiles', async () => {
  const { challenge, task } = await makeChallenge({ dailyQuota: 100 })
  const captain = await makeCaptain(challenge)
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    const { id } = await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
    ids.push(id)
  }
  const now = new Date()
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const change = (id: string, data: { status?: 'scored' | 'faulted'; createdAt?: Date }) =>
    database().submission.update({ where: { id }, data })
  await change(ids[0], { status: 'scored' })
  await change(ids[1], { status: 'faulted' })
  await change(ids[2], { createdAt: ago(90_000) })
  await change(ids[3], { status: 'scored', createdAt: ago(2 * 86_400_000) })
  for (const [i, judge] of [10, 20, 30].entries()) {
    await database().evaluation.create({
      data: {
        ...{ id: newId('eva'), submissionId: ids[0], scorerVersion: String(i), truthSha256: 'x' },
        ...{ outcome: 'scored', startedAt: now, finishedAt: now, durationsMs: { judge } },
      },
    })
  }
  const status = await getPlatformStatus.call(operator, {}, { now })
  assert.deepEqual(status.lastDay, { sent: 4, scored: 1, rejected: 0, faulted: 1 })
  assert.equal(status.queue.queued, 2)
  assert.equal(status.queue.oldestSeconds, 90)
  assert.deepEqual(status.stages, [{ stage: 'judge', count: 3, p50Ms: 20, p99Ms: 29.8 }])
})

test('only operators see it', async () => {
  await assert.rejects(getPlatformStatus.call(await makePerson('organiser'), {}), { code: 'forbidden' })
})
