/** Boards follow from the journal: all at once as team by team, whatever was written in which order. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '#core/ids.ts'
import { rankEntries, standingLine } from '#core/ranking.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { database, transaction } from '#store/database.ts'
import { listEntries, listJournal } from '#store/entries.ts'
import { closeSender } from '#store/queue.ts'
import { refreshBoard, refreshStanding } from '#store/standings.ts'
import { incoming, makeCaptain, makeChallenge, PERFECT } from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { SeededRandom } from '../helpers/seeded-random.ts'

await freshDatabase()
after(closeSender)

const RULE = { direction: 'higher-is-better', scorer: 'builtin-' } as const
const seeded = new SeededRandom(7)
const random = () => seeded.next()

/** An evaluation with its journal line, as a worker writes them; some without a score or by another scorer. */
async function write(submissionId: string, taskId: string, teamId: string): Promise<void> {
  const id = newId('eva')
  const score = random() < 0.2 ? null : Math.round(random() * 10) / 10
  const scorerVersion = random() < 0.2 ? `program-${id}` : `builtin-${Math.floor(random() * 3)}-${id}`
  const at = new Date(1_700_000_000_000 + Math.floor(random() * 1e6))
  const interval = { metric: 'accuracy', low: 0.1, high: 0.9, resamples: 9 }
  const scores = { publicScore: score, privateScore: random() < 0.1 ? null : score }
  await database().evaluation.create({
    data: {
      ...{ id, submissionId, scorerVersion, truthSha256: '', outcome: 'scored', durationsMs: {}, ...scores },
      ...{ publicReport: { interval }, privateReport: {}, startedAt: at, finishedAt: at },
    },
  })
  await database().journalLine.create({
    data: { taskId, teamId, submissionId, evaluationId: id, scorerVersion, submittedAt: at, ...scores },
  })
}

test('a board refreshed at once is the board refreshed team by team, and what the journal says', async () => {
  const { challenge, task } = await makeChallenge()
  const { id: taskId } = await database().task.findUniqueOrThrow({ where: { slug: task } })
  const teams: string[] = []
  for (let i = 0; i < 6; i++) {
    const captain = await makeCaptain(challenge)
    teams.push(captain.teamId)
    for (let file = 0; file < i; file++) {
      const { id } = await createSubmission.call(captain, { task }, { file: incoming(PERFECT) })
      for (let times = 0; times < 2; times++) await write(id, taskId, captain.teamId)
    }
  }
  const board = async () => {
    const both = [
      ...(await listEntries(database(), [taskId], 'public')),
      ...(await listEntries(database(), [taskId], 'private')),
    ]
    return rankEntries(both, RULE.direction).map(({ updatedAt: _, team: __, ...entry }) => entry)
  }
  for (const teamId of teams) await transaction((tx) => refreshStanding(tx, taskId, teamId, RULE))
  const single = await board()
  assert.ok(single.length >= 6, `${single.length} entries`)
  assert.ok(single.every(({ split, low }) => (split === 'public' ? low === 0.1 : low === null)))
  await database().entry.deleteMany({ where: { taskId } })
  for (let times = 0; times < 2; times++) {
    await transaction((tx) => refreshBoard(tx, taskId, RULE))
    assert.deepEqual(await board(), single)
  }
  for (const teamId of teams) {
    const lines = await listJournal(database(), { taskId, teamId })
    const counted = lines.filter(({ scorerVersion }) => scorerVersion.startsWith('builtin-'))
    const shown = single.find((entry) => entry.teamId === teamId && entry.split === 'public')
    assert.equal(shown?.evaluationId, standingLine(counted, RULE.direction)?.evaluationId)
  }
  await transaction((tx) => refreshBoard(tx, taskId, { ...RULE, scorer: 'nobody' }))
  assert.deepEqual(await board(), [], 'the board of a scorer that has judged nothing is empty')
})
