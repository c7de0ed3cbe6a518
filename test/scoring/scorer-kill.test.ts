/** Organisers' programs under kill -9, and while another version is chosen in the middle of scoring. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { getLeaderboard } from '#operations/leaderboards/get-leaderboard.ts'
import { chooseScorer } from '#operations/scorers/choose-scorer.ts'
import { listScorers } from '#operations/scorers/list-scorers.ts'
import { tryScorerOnFile } from '#operations/scorers/try-scorer-on-file.ts'
import { uploadScorer } from '#operations/scorers/upload-scorer.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { database } from '#store/database.ts'
import { closeSender, openQueue } from '#store/queue.ts'
import {
  type ChallengeWorld,
  incoming,
  makeCaptain,
  makeChallenge,
  PERFECT,
} from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { projectFolder, startProgram, until } from '../helpers/processes.ts'
import { incomingScorer, pythonScorer } from '../helpers/scorer-archive.ts'
import { SeededRandom } from '../helpers/seeded-random.ts'

const { url, dataFolder } = await freshDatabase()
after(closeSender)

async function startWorker() {
  const worker = startProgram([path.join(projectFolder, 'bin', 'worker.ts')], {
    DATABASE_URL: url,
    GRANDSTAND_DATA: dataFolder,
  })
  await worker.saw(/worker ready/)
  return worker
}

/** A version that takes a moment, checked and tried. */
async function tried({ organiser, task }: ChallengeWorld, extra: string): Promise<string> {
  const program = pythonScorer(`import time\ntime.sleep(0.15)\n${extra}`)
  const { id } = await uploadScorer.call(
    organiser,
    { task, wait: 60 },
    { file: await incomingScorer(program) },
  )
  const file = incoming(PERFECT)
  const { passed } = await tryScorerOnFile.call(organiser, { scorer: id, wait: 60 }, { file })
  assert.equal(passed, true)
  return id
}

/**
 * Lets a minute pass in which nobody works, without waiting for it: the queue's own look for workers that fell silent
 * comes at once, and so does the time at which it gives their jobs out again.
 */
async function aMinuteLater(boss: PgBoss): Promise<void> {
  const db = database()
  await db.$executeRaw`UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE state = 'active'`
  await db.$executeRaw`UPDATE pgboss.queue SET monitor_on = NULL`
  await boss.supervise()
  await db.$executeRaw`UPDATE pgboss.job SET start_after = start_after - interval '1 minute' WHERE state = 'retry'`
}

async function countOf(...statuses: ('queued' | 'scoring')[]): Promise<number> {
  return database().submission.count({ where: { status: { in: statuses } } })
}

describe('a worker with a scorer program', () => {
  it('killed at random moments, scores every submission exactly once', async (t) => {
    const world = await makeChallenge({ dailyQuota: 100 })
    const { organiser, challenge, task } = world
    let worker = await startWorker()
    const boss = await openQueue(false)
    await chooseScorer.call(organiser, { task, scorer: await tried(world, '') })
    const captain = await makeCaptain(challenge)
    for (let i = 0; i < 8; i++) await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
    const random = new SeededRandom(7)
    for (let kill = 0; kill < 3; kill++) {
      await until(async () => (await countOf('scoring')) > 0, 'the worker scores')
      await sleep(random.next() * 600)
      process.kill(worker.child.pid!, 'SIGKILL')
      await worker.ended
      await aMinuteLater(boss)
      worker = await startWorker()
    }
    await boss.stop({ graceful: false })
    await until(async () => (await countOf('queued', 'scoring')) === 0, 'all is scored', 90_000)
    worker.child.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
    const submissions = await database().submission.findMany({ include: { evaluations: true } })
    for (const { status, evaluations } of submissions) {
      assert.deepEqual([status, evaluations.length], ['scored', 1])
      assert.match(evaluations[0].scorerVersion, /^program-[0-9a-f]{64}$/)
    }
    assert.equal(await database().journalLine.count(), 8)
    const interrupted = submissions.filter(({ attempts }) => attempts > 1).length
    assert.ok(interrupted > 0, 'no worker was killed while it scored')
    t.diagnostic(`${interrupted} of 8 were interrupted`)
    const { entries } = await getLeaderboard.call(captain, { task })
    assert.deepEqual(
      entries.map(({ score, submissionCount }) => [score, submissionCount]),
      [[2, 8]],
    )
  })

  it('another version chosen in the middle: the board ends with its scores alone, of every submission', async () => {
    const world = await makeChallenge({ dailyQuota: 100 })
    const { organiser, challenge, task } = world
    const worker = await startWorker()
    const one = await tried(world, '')
    const two = await tried(world, 'hits = hits + 40')
    await chooseScorer.call(organiser, { task, scorer: one })
    const captain = await makeCaptain(challenge)
    const ids: string[] = []
    for (let i = 0; i < 6; i++) {
      ids.push((await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })).id)
    }
    await until(
      async () => (await database().journalLine.count({ where: { submissionId: { in: ids } } })) >= 2,
      'some are scored',
    )
    await chooseScorer.call(organiser, { task, scorer: two })
    await until(
      async () => {
        const { counts } = await listScorers.call(organiser, { task })
        return counts.underWay === 0
      },
      'nothing is under way',
      60_000,
    )
    const { counts } = await listScorers.call(organiser, { task })
    assert.deepEqual(counts, { submissions: 6, underWay: 0, unscored: 0 })
    const by = await database().evaluation.groupBy({
      by: ['scorerId'],
      where: { submissionId: { in: ids } },
      _count: true,
    })
    assert.equal(by.find(({ scorerId }) => scorerId === two)?._count, 6)
    const { entries } = await getLeaderboard.call(captain, { task })
    assert.deepEqual(
      entries.map(({ score, submissionCount }) => [score, submissionCount]),
      [[42, 6]],
    )
    worker.child.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
  })
})
