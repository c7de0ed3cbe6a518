import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { database, transaction } from '#store/database.ts'
import { announce, type LiveEvent, listenToEvents } from '#store/events.ts'
import { freshDatabase } from '../helpers/database.ts'

await freshDatabase()
const PATIENCE_MS = 5_000
const board = (taskId: string): LiveEvent => ({ kind: 'board', taskId, challengeId: 'c' })

async function heard(events: readonly LiveEvent[], count: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; events.length < count && Date.now() < deadline; )
    await sleep(10)
}

test('events are told in order, after the commit, and never from a transaction that fails', async () => {
  const events: LiveEvent[] = []
  const windowsSeen: (boolean | undefined)[] = []
  const stop = await listenToEvents((event) => {
    events.push(event)
  })
  const failing = transaction(async (tx) => {
    announce(tx, board('never'))
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  await transaction(async (tx) => {
    await tx.rateWindow.create({ data: { key: 'a', count: 1, resetsAt: new Date() } })
    announce(tx, board('first'))
    announce(tx, board('second'))
    await sleep(100)
    windowsSeen.push(events.length === 0)
  })
  await heard(events, 2)
  windowsSeen.push((await database().rateWindow.findUnique({ where: { key: 'a' } })) !== null)
  assert.deepEqual(events, [board('first'), board('second')])
  assert.deepEqual(windowsSeen, [true, true])
  stop()
})

test('a listener that has stopped hears nothing more', async () => {
  const [gone, there]: LiveEvent[][] = [[], []]
  const stopFirst = await listenToEvents((event) => gone.push(event))
  const stopSecond = await listenToEvents((event) => there.push(event))
  stopFirst()
  await transaction(async (tx) => announce(tx, board('x')))
  await heard(there, 1)
  assert.deepEqual([gone.length, there.length], [0, 1])
  stopSecond()
})
