import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Person } from '#core/access.ts'
import { newId } from '#core/ids.ts'
import type { TaskSpec } from '#core/task.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'
import { createChallenge } from '#operations/challenges/create-challenge.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { createTrack } from '#operations/challenges/create-track.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'
import type { IncomingFile } from '#operations/operation.ts'
import { createTeam } from '#operations/teams/create-team.ts'
import { database } from '#store/database.ts'
import { vault } from '#store/vault.ts'
import { makePerson } from './people.ts'

/** The running phase of every challenge that is made here. */
export const MAIN = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2099-01-01T00:00:00Z' }

/** Four rows of two classes: two public, two private. */
export const TRUTH = 'id,label,split\n1,cat,public\n2,dog,public\n3,cat,private\n4,dog,private\n'
export const PERFECT = 'id,prediction\n1,cat\n2,dog\n3,cat\n4,dog\n'

export interface ChallengeWorld {
  organiser: Person
  challenge: string
  /** Slug of the one task: cats and dogs by accuracy. */
  task: string
}

/** A published challenge with one small classification task whose truth lies in the vault. */
export async function makeChallenge(
  options: { dailyQuota?: number; teamSizeMax?: number } = {},
): Promise<ChallengeWorld> {
  const { dailyQuota = 5, teamSizeMax = 3 } = options
  const organiser = await makePerson('organiser')
  const name = `c${newId('cha').slice(-12)}`
  const release = await makeRelease(organiser, name)
  const text = { title: `Challenge ${name}`, summary: 'Cats and dogs', rules: 'Be kind.' }
  await createChallenge.call(organiser, { slug: name, ...text, teamSizeMax })
  const phase = { slug: 'main', title: 'Main', ...MAIN, dailyQuota, visibleSplit: 'public' as const }
  await setPhases.call(organiser, { challenge: name, phases: [phase] })
  await createTrack.call(organiser, { challenge: name, slug: 'animals', title: 'Animals' })
  const spec = { kind: 'classification', classes: ['cat', 'dog'] } satisfies Partial<TaskSpec>
  await createTask.call(organiser, {
    ...{ challenge: name, track: 'animals', slug: `${name}-task`, title: 'Cat or dog', truth: 'label', spec },
    ...{ releaseId: release, primaryMetric: 'accuracy', maxUploadBytes: 100_000 },
  })
  await updateChallenge.call(organiser, { challenge: name, status: 'published' })
  return { organiser, challenge: name, task: `${name}-task` }
}

async function makeRelease(organiser: Person, slug: string): Promise<string> {
  const [datasetId, id] = [newId('dat'), newId('rel')]
  const about = { title: slug, summary: slug, description: '', kind: 'classification', licence: 'CC0-1.0' }
  await database().dataset.create({ data: { id: datasetId, slug, createdById: organiser.userId, ...about } })
  await database().release.create({
    data: { id, datasetId, version: 1, status: 'ready', readyAt: new Date() },
  })
  const vaultKey = `releases/${id}/label.csv`
  await vault().put(vaultKey, [Buffer.from(TRUTH)])
  const sha256 = createHash('sha256').update(TRUTH).digest('hex')
  await database().truth.create({
    data: {
      id: newId('tru'),
      releaseId: id,
      name: 'label',
      vaultKey,
      sha256,
      rows: 4,
      publicRows: 2,
      classes: ['cat', 'dog'],
    },
  })
  return id
}

/** A participant who accepted the rules and is captain of a team of their own. */
export async function makeCaptain(challenge: string): Promise<Person & { teamId: string }> {
  const captain = await makePerson('participant')
  await acceptRules.call(captain, { challenge, rulesVersion: 1 })
  const team = await createTeam.call(captain, { challenge, name: `Team ${captain.userId.slice(-12)}` })
  return { ...captain, teamId: team.id }
}

/** A file as it arrives over HTTP. */
export function incoming(content: string, declaredBytes?: number): IncomingFile {
  return { filename: 'predictions.csv', stream: Readable.from([Buffer.from(content)]), declaredBytes }
}
