import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { rescueStranded } from '#scoring/rescue-stranded.ts'
import { database } from '#store/database.ts'
import { ATTEMPTS_MAX, closeSender } from '#store/queue.ts'
import { incoming, makeCaptain, makeChallenge, PERFECT } from '#test/helpers/challenge-world.ts'
import { freshDatabase } from '#test/helpers/database.ts'

await freshDatabase()
after(closeSender)
const LATER = () => new Date(Date.now() + 3_600_000)
const { challenge, task } = await makeChallenge({ dailyQuota: 100 })
const captain = await makeCaptain(challenge)

async function submit(): Promise<string> {
  const { id } = await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
  return id
}

async function jobsOf(id: string): Promise<number> {
  const rows = await database().$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pgboss.job WHERE name = 'score-submission' AND data->>'submissionId' = ${id}`
  return Number(rows[0].count)
}

async function loseJob(id: string): Promise<void> {
  await database().$executeRaw`DELETE FROM pgboss.job WHERE data->>'submissionId' = ${id}`
}

test('a submission whose job is lost gets one new job, however many workers look at once', async () => {
  const id = await submit()
  await loseJob(id)
  await Promise.all(Array.from({ length: 8 }, () => rescueStranded(LATER())))
  assert.equal(await jobsOf(id), 1)
})

test('a submission that has its job, is final, or is young is left alone', async () => {
  const [waiting, scored, young] = [await submit(), await submit(), await submit()]
  await database().submission.update({ where: { id: scored }, data: { status: 'scored' } })
  await loseJob(scored)
  await rescueStranded(LATER())
  assert.equal(await jobsOf(waiting), 1)
  assert.equal(await jobsOf(scored), 0)
  await loseJob(young)
  await rescueStranded()
  assert.equal(await jobsOf(young), 0)
})

test('a submission that was tried too often ends as faulted instead of going round for ever', async () => {
  const id = await submit()
  await loseJob(id)
  await database().submission.update({ where: { id }, data: { attempts: 2 * ATTEMPTS_MAX } })
  await rescueStranded(LATER())
  const { status } = await database().submission.findUniqueOrThrow({ where: { id } })
  assert.equal(status, 'faulted')
  assert.equal(await jobsOf(id), 0)
})
