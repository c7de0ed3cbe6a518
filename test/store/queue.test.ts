import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { transaction } from '#store/database.ts'
import { closeSender, enqueue, openQueue, workOn } from '#store/queue.ts'
import { freshDatabase } from '../helpers/database.ts'

after(closeSender)
await freshDatabase()

test('one slot works off a backlog without waiting between jobs, higher priority first', async () => {
  const jobs = 30
  await transaction(async (tx) => {
    for (let i = 0; i < jobs; i++) await enqueue(tx, 'score-submission', { submissionId: String(i) }, i)
  })
  const boss = await openQueue(true)
  const done: string[] = []
  let lookedAgain = 0
  try {
    await workOn(boss, 'score-submission', 1, async ({ data }) => {
      done.push(data.submissionId)
    })
    // waiting out the polling interval between them would take a second for each
    for (; done.length < jobs && lookedAgain < jobs / 3; lookedAgain++) await sleep(1_000)
  } finally {
    await boss.stop({ graceful: true, timeout: 5_000 })
  }
  assert.deepEqual(
    done,
    Array.from({ length: jobs }, (_, i) => String(jobs - 1 - i)),
  )
})

test('as many jobs run side by side as there are slots', async () => {
  await transaction(async (tx) => {
    for (let i = 0; i < 12; i++) await enqueue(tx, 'inspect-release', { releaseId: String(i) })
  })
  const boss = await openQueue(true)
  let running = 0
  let most = 0
  let done = 0
  try {
    await workOn(boss, 'inspect-release', 3, async () => {
      running++
      most = Math.max(most, running)
      await sleep(100)
      running--
      done++
    })
    for (let i = 0; done < 12 && i < 100; i++) await sleep(100)
  } finally {
    await boss.stop({ graceful: true, timeout: 5_000 })
  }
  assert.deepEqual([done, most], [12, 3])
})
