import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, describe, it } from 'node:test'
import type { ErrorCode, GrandstandError } from '#core/errors.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { getSubmission } from '#operations/submissions/get-submission.ts'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { incoming, MAIN, makeCaptain, makeChallenge, PERFECT } from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { makePerson } from '../../helpers/people.ts'

const { dataFolder } = await freshDatabase()
after(closeSender)

const fails = (code: ErrorCode, text: RegExp) => (error: GrandstandError) => {
  assert.equal(error.code, code)
  assert.match(error.message, text)
  return true
}

/** Keys of the files that the store holds, complete or not. */
const stored = () => readdir(join(dataFolder, 'blobs', 'submissions')).catch(() => [])

describe('createSubmission', () => {
  it('stores the file byte for byte and makes exactly one job', async () => {
    const { challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const made = await createSubmission.call(captain, { task, note: 'first' }, { file: incoming(PERFECT) })
    assert.equal(made.status, 'queued')
    assert.equal(made.sizeBytes, PERFECT.length)
    const [{ count }] = await database().$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pgboss.job WHERE name = 'score-submission' AND data->>'submissionId' = ${made.id}`
    assert.equal(count, 1n)
  })

  it('50 at once: the quota lets exactly its number in, and the others leave nothing behind', async () => {
    const { challenge, task } = await makeChallenge({ dailyQuota: 7 })
    const captain = await makeCaptain(challenge)
    const before = (await stored()).length
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => createSubmission.call(captain, { task }, { file: incoming(PERFECT) })),
    )
    const admitted = results.filter(({ status }) => status === 'fulfilled')
    assert.equal(admitted.length, 7)
    for (const result of results) {
      if (result.status === 'rejected') fails('quota_spent', /all 7 submissions .* renews at/)(result.reason)
    }
    assert.equal((await stored()).length - before, 7)
  })

  it('a rejected or faulted submission gives its place back', async () => {
    const { challenge, task } = await makeChallenge({ dailyQuota: 1 })
    const captain = await makeCaptain(challenge)
    for (const status of ['rejected', 'faulted'] as const) {
      const { id } = await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
      await assert.rejects(
        createSubmission.call(captain, { task }, { file: incoming(PERFECT) }),
        fails('quota_spent', /renews/),
      )
      await database().submission.update({ where: { id }, data: { status } })
    }
    const { quota } = await listSubmissions.call(captain, { task })
    assert.deepEqual([quota?.used, quota?.limit], [0, 1])
  })

  it('a connection cut half-way leaves no submission, no file, no quota used', async () => {
    const { challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const before = (await stored()).length
    const cut = Readable.from(
      (async function* () {
        yield Buffer.from('id,prediction\n1,c')
        throw new Error('ECONNRESET')
      })(),
    )
    const file = { filename: 'half.csv', stream: cut }
    await assert.rejects(
      createSubmission.call(captain, { task }, { file }),
      fails('upload_incomplete', /Nothing was kept/),
    )
    const short = incoming(PERFECT, PERFECT.length + 1)
    await assert.rejects(
      createSubmission.call(captain, { task }, { file: short }),
      fails('upload_incomplete', /send it again/),
    )
    const { submissions, quota } = await listSubmissions.call(captain, { task })
    assert.equal(submissions.length, 0)
    assert.equal(quota?.used, 0)
    assert.equal((await stored()).length, before)
  })

  it('refuses what is too large, declared or not, and what is empty', async () => {
    const { challenge, task } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const large = 'x'.repeat(100_001)
    for (const file of [incoming(large), incoming(large, large.length)]) {
      await assert.rejects(
        createSubmission.call(captain, { task }, { file }),
        fails('body_too_large', /limit of 100000 bytes/),
      )
    }
    await assert.rejects(
      createSubmission.call(captain, { task }, { file: incoming('') }),
      fails('file_rejected', /empty/),
    )
  })

  it('judges the deadline by the arrival of the request', async () => {
    const { challenge, task, organiser } = await makeChallenge()
    const captain = await makeCaptain(challenge)
    const phases = [
      {
        slug: 'main',
        title: 'Main',
        ...MAIN,
        endsAt: '2026-06-01T00:00:00Z',
        dailyQuota: 5,
        visibleSplit: 'public' as const,
      },
    ]
    await setPhases.call(organiser, { challenge, phases })
    const last = new Date('2026-05-31T23:59:59.999Z')
    await createSubmission.call(captain, { task }, { now: last, file: incoming(PERFECT) })
    const late = { now: new Date('2026-06-01T00:00:00Z'), file: incoming(PERFECT) }
    await assert.rejects(
      createSubmission.call(captain, { task }, late),
      fails('phase_closed', /takes no more submissions/),
    )
    const early = { now: new Date('2025-12-31T00:00:00Z'), file: incoming(PERFECT) }
    await assert.rejects(
      createSubmission.call(captain, { task }, early),
      fails('phase_closed', /again from 2026-01-01T00:00:00.000Z \(Main\)/),
    )
  })

  it('wants the rules accepted and a team', async () => {
    const { challenge, task } = await makeChallenge()
    const lurker = await makePerson()
    await assert.rejects(
      createSubmission.call(lurker, { task }, { file: incoming(PERFECT) }),
      fails('rules_not_accepted', /\/rules/),
    )
    await acceptRules.call(lurker, { challenge, rulesVersion: 1 })
    await assert.rejects(
      createSubmission.call(lurker, { task }, { file: incoming(PERFECT) }),
      fails('no_team', /\/team/),
    )
  })
})

describe('getSubmission', () => {
  it('answers not_found for another team, exactly as for one that does not exist', async () => {
    const { challenge, task, organiser } = await makeChallenge()
    const [mine, theirs] = [await makeCaptain(challenge), await makeCaptain(challenge)]
    const { id } = await createSubmission.call(mine, { task }, { file: incoming(PERFECT) })
    assert.equal((await getSubmission.call(mine, { submission: id })).id, id)
    assert.equal((await getSubmission.call(organiser, { submission: id })).id, id)
    const unknown = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
    const messages = await Promise.all(
      [id, unknown].map((submission) =>
        getSubmission.call(theirs, { submission }).then(
          () => assert.fail('it was shown'),
          (error: GrandstandError) => [error.code, error.message.replace(submission, 'ID')],
        ),
      ),
    )
    assert.deepEqual(messages[0], messages[1])
    assert.equal(messages[0][0], 'not_found')
  })
})
