import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DEMO_TEAMS } from '#datasets/samples/demo-teams.ts'
import { SAMPLE_CHALLENGES, type SampleChallenge } from '#datasets/samples/sample-challenges.ts'
import { writeEmojiSample } from '#datasets/samples/write-emoji-sample.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { database } from '#store/database.ts'
import { isSampleWanted } from './seed/is-sample-wanted.ts'
import { type DemoAccount, seedAccount } from './seed/seed-accounts.ts'
import { instantOf, type SeededDataset, seedChallenge } from './seed/seed-challenge.ts'
import { seedDataset } from './seed/seed-dataset.ts'
import { seedSubmissions } from './seed/seed-submissions.ts'
import { type Crews, enterTeam, seedTeams } from './seed/seed-teams.ts'
import { seedWorkshop } from './seed/seed-workshop.ts'

/** What a first visitor needs to try the sample: shown by `npm start`. */
export interface SeededDemo {
  accounts: { email: string; password: string; role: string }[]
  /** An API token of the first account, which has a team and may submit. */
  token: string
  tasks: { id: string; title: string; sampleUrl: string }[]
  page: string
}

/**
 * Makes the sample challenges: real data from npm packages, registered, submitted and scored by the same operations
 * and the same worker as everything else (a worker must be running). Cut off, it goes on where it stopped.
 *
 * @param limit about how many emoji to use; all when absent
 * @returns undefined when the database holds challenges that are not the sample's, or the sample is complete.
 */
export async function seedSample(
  report: (detail: string) => void,
  { limit }: { limit?: number } = {},
): Promise<SeededDemo | undefined> {
  if (!(await isSampleWanted())) return undefined
  const seededAt = new Date()
  const folder = await mkdtemp(join(tmpdir(), 'grandstand-sample-'))
  try {
    report('accounts')
    const organiser = await seedAccount('organiser@grandstand.example', 'Olive Organiser', 'organiser')
    const participant = await seedAccount(
      'participant@grandstand.example',
      'Petra Participant',
      'participant',
    )
    const crews = await seedCrews()
    const datasets = await seedDatasets(organiser, folder, limit, report)
    for (const challenge of SAMPLE_CHALLENGES) {
      await seedChallenge(organiser.actor, challenge, datasets, seededAt)
      await seedTeams(challenge, crews, instantOf(challenge.phases[0].starts, seededAt))
    }
    const [running, past] = SAMPLE_CHALLENGES
    await enterTeam(running.slug, 'First Timers', [participant.actor], seededAt)
    await seedSubmissions(SAMPLE_CHALLENGES, crews, datasets, folder, seededAt, report)
    await scored(report)
    await seedWorkshop(organiser.actor, past)
    return await demoOf(running, [participant, organiser], datasets)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function seedCrews(): Promise<Crews> {
  const crews = new Map<string, DemoAccount[]>()
  for (const team of DEMO_TEAMS) {
    const members = team.members.map(({ email, name }) => seedAccount(email, name, 'participant'))
    crews.set(team.slug, await Promise.all(members))
  }
  return crews
}

async function seedDatasets(
  organiser: DemoAccount,
  folder: string,
  limit: number | undefined,
  report: (detail: string) => void,
): Promise<Map<string, SeededDataset>> {
  const onProgress = ({ done, total }: { done: number; total: number }) =>
    report(`drawing ${done} of ${total} emoji`)
  const manifests = await writeEmojiSample(folder, { onProgress, limit })
  const datasets = new Map<string, SeededDataset>()
  for (const manifest of manifests) {
    report(`registering ${manifest.title}`)
    const releaseId = await seedDataset(organiser.actor, manifest, join(folder, manifest.slug))
    datasets.set(manifest.slug, { manifest, releaseId })
  }
  return datasets
}

/** Waits until the worker has judged everything. */
async function scored(report: (detail: string) => void): Promise<void> {
  for (;;) {
    const waiting = await database().submission.count({ where: { status: { in: ['queued', 'scoring'] } } })
    if (waiting === 0) return
    report(`${waiting} submissions to be scored`)
    await sleep(200)
  }
}

async function demoOf(
  challenge: SampleChallenge,
  accounts: DemoAccount[],
  datasets: ReadonlyMap<string, SeededDataset>,
): Promise<SeededDemo> {
  const scopes = ['read' as const, 'submit' as const, 'teams' as const]
  const { secret } = await createToken.call(accounts[0].actor, {
    name: 'Printed by npm start',
    scopes,
    expiresInDays: 365,
  })
  const tasks = challenge.tracks.map(({ tasks: [task] }) => {
    const { releaseId, manifest } = datasets.get(task.dataset)!
    // one sample file per question where a classification dataset asks several
    const several = manifest.kind === 'classification' && manifest.questions.length > 1
    const name = several ? `sample_submission_${task.question}.csv` : 'sample_submission.csv'
    return { id: task.slug, title: task.title, sampleUrl: `/api/v1/releases/${releaseId}/files/${name}` }
  })
  return {
    accounts: accounts.map(({ email, password, role }) => ({ email, password, role })),
    token: secret,
    tasks,
    page: `/challenges/${challenge.slug}`,
  }
}
