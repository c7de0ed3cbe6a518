import type { Person } from '#core/access.ts'
import { slugOf } from '#core/ids.ts'
import type { SampleChallenge, SampleTask, SampleTime } from '#datasets/samples/sample-challenges.ts'
import type { SampleManifest } from '#datasets/samples/sample-dataset.ts'
import { createChallenge } from '#operations/challenges/create-challenge.ts'
import { createTask } from '#operations/challenges/create-task.ts'
import { createTrack } from '#operations/challenges/create-track.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { updateChallenge } from '#operations/challenges/update-challenge.ts'
import { findChallenge } from '#store/challenges.ts'
import { database } from '#store/database.ts'

const DAY_MS = 86_400_000

/** An instant of the sample: fixed, or whole days from midnight UTC of the day of seeding. */
export function instantOf(time: SampleTime, seededAt: Date): Date {
  if ('at' in time) return new Date(time.at)
  const midnight = Date.UTC(seededAt.getUTCFullYear(), seededAt.getUTCMonth(), seededAt.getUTCDate())
  return new Date(midnight + time.daysFromNow * DAY_MS)
}

/** What a sample task needs to know of the data it asks about. */
export interface SeededDataset {
  manifest: SampleManifest
  releaseId: string
}

/** Makes a sample challenge with its phases, tracks and tasks, and publishes it. One that is published stays as it is. */
export async function seedChallenge(
  organiser: Person,
  sample: SampleChallenge,
  datasets: ReadonlyMap<string, SeededDataset>,
  seededAt: Date,
): Promise<void> {
  const known = await findChallenge(database(), sample.slug)
  if (known?.status === 'published') return
  // a draft is what a cut-off seed left; it holds no submissions and is begun anew
  if (known) await database().challenge.delete({ where: { id: known.id } })
  const { slug: challenge, title, summary, description, rules } = sample
  await createChallenge.call(organiser, {
    slug: challenge,
    title,
    summary,
    description,
    rules,
    teamSizeMax: 5,
  })
  await setPhases.call(organiser, { challenge, phases: phasesFor(sample, seededAt) })
  for (const track of sample.tracks) {
    const { slug, tasks, summary: about, ...fields } = track
    await createTrack.call(organiser, {
      challenge,
      slug,
      description: about,
      title: fields.title,
      prize: fields.prize,
    })
    for (const task of tasks) await seedTask(organiser, challenge, slug, task, datasets.get(task.dataset)!)
  }
  await updateChallenge.call(organiser, { challenge, status: 'published' })
}

/** The phases of the sample, and the one in which private boards are shown. */
function phasesFor(sample: SampleChallenge, seededAt: Date) {
  const phases = sample.phases.map((phase) => ({
    slug: slugOf(phase.name),
    title: phase.name,
    startsAt: instantOf(phase.starts, seededAt).toISOString(),
    endsAt: instantOf(phase.ends, seededAt).toISOString(),
    dailyQuota: phase.quotaPerDay,
    visibleSplit: phase.visibleSplit,
  }))
  const results = {
    slug: 'results',
    title: 'Results and workshop',
    startsAt: instantOf(sample.reveal, seededAt).toISOString(),
    endsAt: new Date(instantOf(sample.workshop, seededAt).getTime() + DAY_MS).toISOString(),
    dailyQuota: 0,
    visibleSplit: 'private' as const,
  }
  return [...phases, results]
}

async function seedTask(
  organiser: Person,
  challenge: string,
  track: string,
  task: SampleTask,
  { manifest, releaseId }: SeededDataset,
): Promise<void> {
  const question = manifest.questions.find(({ name }) => name === task.question)!
  const classification = task.kind === 'classification'
  await createTask.call(organiser, {
    challenge,
    track,
    slug: task.slug,
    title: task.title,
    description: question.description,
    releaseId,
    truth: question.name,
    spec: { kind: task.kind, classes: classification ? question.classes : undefined },
    primaryMetric: task.primaryMetric,
  })
}
