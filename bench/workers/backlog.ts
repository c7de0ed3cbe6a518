/** A challenge with a task of the bench's rows, and as many waiting submissions as are wanted. */
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person, Role } from '#core/access.ts'
import type { TaskSpec } from '#core/task.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'
import { createChallenge } from '#operations/challenges/create-challenge.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { createTrack } from '#operations/challenges/create-track.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'
import { buildRelease } from '#operations/datasets/build-release.ts'
import { createDataset } from '#operations/datasets/create-dataset.ts'
import { createRelease } from '#operations/datasets/create-release.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { inspectRelease } from '#operations/datasets/inspect-release.ts'
import { uploadTable } from '#operations/datasets/upload-table.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { createTeam } from '#operations/teams/create-team.ts'
import { database } from '#store/database.ts'
import { insertUser } from '#store/users.ts'
import { seededRandom } from '../seeded-random.ts'

const CLASSES = ['cat', 'dog', 'owl'] as const
const TEAMS = 20
const POLL_MS = 100

export interface Backlog {
  /** Puts this many submissions into the queue, shared out among the teams. */
  add(count: number): Promise<void>
}

/** Registers the rows and opens the challenge, by the operations that a person would use. A worker must be running. */
export async function prepareBacklog(rows: number): Promise<Backlog> {
  const organiser = await person('organiser', 0)
  const releaseId = await register(organiser, rows)
  await openChallenge(organiser, releaseId)
  const captains: Person[] = []
  for (let team = 1; team <= TEAMS; team++) {
    const captain = await person('participant', team)
    await acceptRules.call(captain, { challenge: 'bench', rulesVersion: 1 })
    await createTeam.call(captain, { challenge: 'bench', name: `Team ${team}` })
    captains.push(captain)
  }
  let sent = 0
  return {
    async add(count) {
      for (let i = 0; i < count; i++, sent++) {
        const stream = Readable.from([predictions(rows, sent)])
        const file = { filename: 'predictions.csv', stream }
        await createSubmission.call(captains[sent % TEAMS], { task: 'bench-task' }, { file })
      }
    },
  }
}

async function person(role: Role, number: number): Promise<Person> {
  const email = `person-${number}@example.org`
  const name = `Person ${number}`
  const user = await insertUser(database(), { email, name, role, passwordHash: null }, new Date())
  if (!user) throw new Error(`${email} exists already`)
  return { kind: 'person', userId: user.id, email, name, role, scopes: 'all' }
}

async function register(organiser: Person, rows: number): Promise<string> {
  const about = { slug: 'bench', title: 'Bench', summary: 'Rows', description: '', licence: 'CC0-1.0' }
  await createDataset.call(organiser, { ...about, kind: 'classification', visibility: 'public' })
  const { id: release } = await createRelease.call(organiser, { dataset: 'bench' })
  for (const [table, seed] of [
    ['train', 1],
    ['test', 2],
  ] as const) {
    const file = { filename: `${table}.csv`, stream: Readable.from([labelled(table, rows, seed)]) }
    await uploadTable.call(organiser, { release, table }, { file })
  }
  await inspectRelease.call(organiser, { release })
  await reached(organiser, release, 'proposed')
  await buildRelease.call(organiser, { release })
  await reached(organiser, release, 'ready')
  return release
}

async function reached(organiser: Person, release: string, wanted: string): Promise<void> {
  for (;;) {
    const { status, problems } = await getRelease.call(organiser, { release })
    if (status === wanted) return
    if (status === 'failed') throw new Error(problems.map(({ message }) => message).join('; '))
    await sleep(POLL_MS)
  }
}

async function openChallenge(organiser: Person, releaseId: string): Promise<void> {
  const challenge = 'bench'
  await createChallenge.call(organiser, { slug: challenge, title: 'Bench', summary: 'Rows', rules: 'None.' })
  const open = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2099-01-01T00:00:00Z', dailyQuota: 1_000 }
  const phase = { slug: 'main', title: 'Main', ...open, visibleSplit: 'public' as const }
  await setPhases.call(organiser, { challenge, phases: [phase] })
  await createTrack.call(organiser, { challenge, slug: 'all', title: 'All' })
  const spec = { kind: 'classification', classes: [...CLASSES] } satisfies Partial<TaskSpec>
  const task = { challenge, track: 'all', slug: 'bench-task', title: 'Animals', truth: 'label', spec }
  await createTask.call(organiser, { ...task, releaseId, primaryMetric: 'log_loss' })
  await updateChallenge.call(organiser, { challenge, status: 'published' })
}

function labelled(table: string, rows: number, seed: number): Buffer {
  const random = seededRandom(seed)
  const lines = ['id,weight,label']
  for (let row = 0; row < rows; row++) {
    lines.push(`${table}${row},${(random() * 100).toFixed(3)},${CLASSES[Math.floor(random() * 3)]}`)
  }
  return Buffer.from(`${lines.join('\n')}\n`)
}

function predictions(rows: number, seed: number): Buffer {
  const random = seededRandom(1_000 + seed)
  const lines = [`id,${CLASSES.join(',')}`]
  for (let row = 0; row < rows; row++) {
    const [a, b, c] = [random(), random(), random()]
    const sum = a + b + c
    lines.push(`test${row},${[a, b, c].map((part) => (part / sum).toFixed(6)).join(',')}`)
  }
  return Buffer.from(`${lines.join('\n')}\n`)
}
