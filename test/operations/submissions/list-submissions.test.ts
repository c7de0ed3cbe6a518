/** Lists of submissions: whose, in which state, page by page. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import {
  type ChallengeWorld,
  incoming,
  makeCaptain,
  makeChallenge,
  PERFECT,
} from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'

await freshDatabase()
after(closeSender)

describe('submissions to a task', () => {
  let world: ChallengeWorld
  let captains: Awaited<ReturnType<typeof makeCaptain>>[]
  let ids: string[]

  before(async () => {
    world = await makeChallenge()
    const { challenge, task } = world
    captains = [await makeCaptain(challenge), await makeCaptain(challenge)]
    ids = []
    for (const captain of [0, 1, 0, 1, 1]) {
      const sent = await createSubmission.call(captains[captain], { task }, { file: incoming(PERFECT) })
      ids.push(sent.id)
    }
    await database().submission.update({ where: { id: ids[1] }, data: { status: 'rejected' } })
  })

  const idsOf = async (actor: Parameters<typeof listSubmissions.call>[0], asked: object) =>
    (await listSubmissions.call(actor, { task: world.task, ...asked })).submissions.map(({ id }) => id)

  it('are those of your team, newest first, without their reports', async () => {
    assert.deepEqual(await idsOf(captains[0], {}), [ids[2], ids[0]])
    const { submissions } = await listSubmissions.call(captains[0], { task: world.task })
    assert.ok(!('public' in submissions[0]) && !('classes' in submissions[0]))
  })

  it('are paged and filtered by team and state for organisers', async () => {
    const { organiser } = world
    const [second] = await database().team.findMany({ where: { id: captains[1].teamId } })
    assert.deepEqual(await idsOf(organiser, { all: 'true' }), ids.toReversed())
    assert.deepEqual(await idsOf(organiser, { all: 'true', limit: 2 }), [ids[4], ids[3]])
    assert.deepEqual(await idsOf(organiser, { all: 'true', limit: 2, before: ids[3] }), [ids[2], ids[1]])
    assert.deepEqual(await idsOf(organiser, { team: second.slug }), [ids[4], ids[3], ids[1]])
    assert.deepEqual(await idsOf(organiser, { team: second.id, status: 'rejected' }), [ids[1]])
    assert.deepEqual(await idsOf(organiser, { all: 'true', status: 'rejected' }), [ids[1]])
    await assert.rejects(idsOf(organiser, { team: 'nobody' }), { code: 'not_found' })
  })

  it('of others are for organisers alone', async () => {
    const [second] = await database().team.findMany({ where: { id: captains[1].teamId } })
    for (const asked of [{ all: 'true' }, { team: second.slug }]) {
      await assert.rejects(idsOf(captains[0], asked), { code: 'forbidden' })
    }
  })
})
