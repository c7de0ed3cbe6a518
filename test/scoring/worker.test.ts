import assert from 'node:assert/strict'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { getLeaderboard } from '#operations/leaderboards/get-leaderboard.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { getSubmission } from '#operations/submissions/get-submission.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { incoming, makeCaptain, makeChallenge, PERFECT } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { projectFolder, startProgram } from '../helpers/processes.ts'
import { SeededRandom } from '../helpers/seeded-random.ts'

const { url, dataFolder } = await freshDatabase()
after(closeSender)

const startWorker = () =>
  startProgram([path.join(projectFolder, 'bin', 'worker.ts')], {
    DATABASE_URL: url,
    GRANDSTAND_DATA: dataFolder,
  })

describe('the worker', () => {
  it('killed 20 times at random moments, scores every submission exactly once', async (t) => {
    const { challenge, task } = await makeChallenge({ dailyQuota: 100 })
    const captain = await makeCaptain(challenge)
    const wrong = 'id,prediction\n1,bird\n2,dog\n3,cat\n4,dog\n'
    for (let i = 0; i < 60; i++) {
      await createSubmission.call(captain, { task }, { file: incoming(i % 3 === 2 ? wrong : PERFECT) })
    }
    const random = new SeededRandom(20)
    for (let kill = 0; kill < 20; kill++) {
      const worker = startWorker()
      await worker.saw(/worker ready/)
      await sleep(random.next() * 400)
      process.kill(worker.child.pid!, 'SIGKILL')
      await worker.ended
    }
    const last = startWorker()
    await last.saw(/worker ready/)
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await sleep(200)) {
      const waiting = await database().submission.count({ where: { status: { in: ['queued', 'scoring'] } } })
      if (waiting === 0) break
    }
    last.child.kill('SIGTERM')
    await last.ended
    const submissions = await database().submission.findMany({ include: { evaluations: true } })
    assert.equal(submissions.length, 60)
    for (const { status, evaluations } of submissions) {
      assert.match(status, /^(scored|rejected)$/)
      assert.equal(evaluations.length, 1)
    }
    const interrupted = submissions.filter(({ attempts }) => attempts > 1).length
    t.diagnostic(`${interrupted} submissions were interrupted and taken up again`)
    assert.equal(await database().journalLine.count(), 40)
    const { entries } = await getLeaderboard.call(captain, { task })
    assert.deepEqual(
      entries.map(({ rank, score, submissionCount }) => [rank, score, submissionCount]),
      [[1, 1, 40]],
    )
  })

  it('tells what is wrong with a file, by line, and takes no quota for it', async () => {
    const { challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const worker = startWorker()
    await worker.saw(/worker ready/)
    const file = incoming('id,prediction\n1,cat\n1,dog\n9,cat\n3,bird\n')
    const { id } = await createSubmission.call(captain, { task }, { file })
    const report = await getSubmission.call(captain, { submission: id, wait: 30 })
    assert.equal(report.status, 'rejected')
    assert.deepEqual(report.problems.map(({ code, line }) => [code, line]).sort(), [
      ['duplicate_id', 3],
      ['missing_id', undefined],
      ['missing_id', undefined],
      ['unknown_class', 5],
      ['unknown_id', 4],
    ])
    worker.child.kill('SIGTERM')
    assert.equal(await worker.ended, 0)
  })
})
