import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { livingHolder, takeLock } from '#bin/instance-lock.ts'
import { processStart } from '#bin/process-table.ts'
import { type Program, startProgram } from '../helpers/processes.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-lock-'))
const file = path.join(folder, 'lock')
after(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => rm(file, { force: true }))

/** A process that tries to take the lock, says what came of it and lives on. */
function rival(): Program {
  const lockModule = path.join(import.meta.dirname, '../../bin/instance-lock.ts')
  const program = `
    const { takeLock } = await import(${JSON.stringify(lockModule)})
    const lock = await takeLock(${JSON.stringify(file)})
    console.log('pid' in lock ? 'held by ' + lock.pid + '.' : 'taken.')
    setInterval(() => {}, 1000)`
  return startProgram(['--input-type=module', '--eval', program])
}

test('a lock that is held is not given to another process, which learns who holds it', async () => {
  const lock = await takeLock(file)
  assert.ok('release' in lock)
  const other = rival()
  await other.saw(new RegExp(`held by ${process.pid}\\.`))
  await lock.release()
})

test('a released lock can be taken again, and nothing else is left in the folder', async () => {
  for (let round = 0; round < 3; round++) {
    const lock = await takeLock(file)
    assert.ok('release' in lock)
    assert.deepEqual(await readdir(folder), ['lock'])
    await lock.release()
    assert.deepEqual(await readdir(folder), [])
  }
})

test('the lock of a killed process is taken over', async () => {
  const other = rival()
  await other.saw(/taken\./)
  assert.equal((await livingHolder(file))?.pid, other.child.pid)
  other.child.kill('SIGKILL')
  await other.ended
  assert.equal(await livingHolder(file), undefined)
  const lock = await takeLock(file)
  assert.ok('release' in lock)
  await lock.release()
})

test('a pid that belongs to another process by now does not hold the lock', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, start: `not ${await processStart(process.pid)}` }))
  const lock = await takeLock(file)
  assert.ok('release' in lock)
  await lock.release()
})

for (const text of ['', '{', 'null', '{"pid":1}', '[]']) {
  test(`a lock file with ${JSON.stringify(text)} in it holds nobody up`, async () => {
    await writeFile(file, text)
    const lock = await takeLock(file)
    assert.ok('release' in lock)
    await lock.release()
  })
}

test('of many processes that find the same stale lock exactly one gets it', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, start: 'long ago' }))
  const rivals = Array.from({ length: 6 }, rival)
  const answers = await Promise.all(
    rivals.map(async (other) => (await other.saw(/(taken|held by \d+)\./))[1]),
  )
  assert.equal(answers.filter((answer) => answer === 'taken').length, 1, answers.join(', '))
  const winner = rivals[answers.indexOf('taken')].child.pid
  for (const answer of answers) if (answer !== 'taken') assert.equal(answer, `held by ${winner}`)
})
