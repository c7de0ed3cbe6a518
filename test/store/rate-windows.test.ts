import assert from 'node:assert/strict'
import { test } from 'node:test'
import { database } from '#store/database.ts'
import { clearAttempts, countAttempt, uncountAttempt } from '#store/rate-windows.ts'
import { freshDatabase } from '#test/helpers/database.ts'

await freshDatabase()
const noon = new Date('2026-03-01T12:00:00Z')
const minute = 60_000
const at = (ms: number) => new Date(noon.getTime() + ms)

test('counts up within a window, keeps its end, and begins anew at its end', async () => {
  const counts = []
  for (const ms of [0, 1, 30_000, minute - 1]) {
    const window = await countAttempt(database(), 'one', minute, at(ms))
    assert.equal(window.resetsAt.getTime(), at(minute).getTime())
    counts.push(window.count)
  }
  assert.deepEqual(counts, [1, 2, 3, 4])
  const next = await countAttempt(database(), 'one', minute, at(minute))
  assert.deepEqual(next, { count: 1, resetsAt: at(2 * minute) })
})

test('attempts at the same moment get different numbers', async () => {
  const windows = await Promise.all(
    Array.from({ length: 40 }, () => countAttempt(database(), 'many', minute, noon)),
  )
  const counts = windows.map((window) => window.count).sort((a, b) => a - b)
  assert.deepEqual(
    counts,
    Array.from({ length: 40 }, (_, i) => i + 1),
  )
})

test('taking back never goes below nothing, clearing forgets, other keys stay', async () => {
  await countAttempt(database(), 'kept', minute, noon)
  await countAttempt(database(), 'back', minute, noon)
  for (let i = 0; i < 3; i++) await uncountAttempt(database(), 'back')
  assert.equal((await countAttempt(database(), 'back', minute, noon)).count, 1)
  await clearAttempts(database(), 'back')
  assert.equal((await countAttempt(database(), 'back', minute, noon)).count, 1)
  assert.equal((await countAttempt(database(), 'kept', minute, noon)).count, 2)
})

test('windows that have ended are removed', async () => {
  await countAttempt(database(), 'old', minute, noon)
  await countAttempt(database(), 'new', minute, at(10 * minute))
  assert.equal(await database().rateWindow.findUnique({ where: { key: 'old' } }), null)
  assert.notEqual(await database().rateWindow.findUnique({ where: { key: 'new' } }), null)
})
