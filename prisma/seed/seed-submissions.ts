import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ClassificationBaseline, MatchingBaseline } from '#datasets/samples/baselines/baseline-spec.ts'
import { ImageSignatures } from '#datasets/samples/baselines/image-signature.ts'
import { predict } from '#datasets/samples/baselines/predict.ts'
import { DEMO_TEAMS, type DemoSubmission } from '#datasets/samples/demo-teams.ts'
import type { SampleChallenge, SampleTask } from '#datasets/samples/sample-challenges.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { database } from '#store/database.ts'
import { instantOf, type SeededDataset } from './seed-challenge.ts'
import type { Crews } from './seed-teams.ts'

interface Planned {
  team: string
  submission: DemoSubmission
  task: SampleTask
  sentAt: Date
}

/** The demo teams' submissions to these challenges in the order in which they are sent. */
function plan(challenges: readonly SampleChallenge[], seededAt: Date): Planned[] {
  const tasks = new Map(
    challenges.flatMap((challenge) =>
      challenge.tracks.flatMap((track) => track.tasks.map((task) => [task.slug, task])),
    ),
  )
  const all = DEMO_TEAMS.flatMap((team) =>
    team.submissions.map((submission) => ({
      team: team.slug,
      submission,
      task: tasks.get(submission.task)!,
      sentAt: instantOf(submission.sent, seededAt),
    })),
  )
  return all.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime())
}

/**
 * Sends every demo submission through the same operation as a team's script would, as of its own day. What was sent
 * by an earlier, cut-off seed is not sent again.
 */
export async function seedSubmissions(
  challenges: readonly SampleChallenge[],
  crews: Crews,
  datasets: ReadonlyMap<string, SeededDataset>,
  folder: string,
  seededAt: Date,
  report: (detail: string) => void,
): Promise<void> {
  const planned = plan(challenges, seededAt)
  const images = new Map<string, ImageSignatures>()
  for (const [i, { team, submission, task, sentAt }] of planned.entries()) {
    report(`predictions ${i + 1} of ${planned.length}`)
    const captain = crews.get(team)![0].actor
    const note = submission.note
    const sent = await database().submission.findFirst({
      where: { note, userId: captain.userId, task: { slug: task.slug } },
    })
    if (sent) continue
    const dataFolder = join(folder, task.dataset)
    const signatures = images.get(dataFolder) ?? new ImageSignatures(dataFolder)
    images.set(dataFolder, signatures)
    const csv = await predict(
      requestFor(task, submission, dataFolder, datasets.get(task.dataset)!),
      signatures,
    )
    const file = { filename: `${submission.baseline.name}.csv`, stream: Readable.from([Buffer.from(csv)]) }
    await createSubmission.call(captain, { task: task.slug, note }, { now: sentAt, file })
  }
}

function requestFor(
  task: SampleTask,
  submission: DemoSubmission,
  folder: string,
  { manifest }: SeededDataset,
) {
  const { labelColumn, classes } = manifest.questions.find(({ name }) => name === task.question)!
  return task.kind === 'classification'
    ? {
        kind: 'classification' as const,
        folder,
        labelColumn,
        classes,
        form: submission.form,
        baseline: submission.baseline as ClassificationBaseline,
      }
    : { kind: 'matching' as const, folder, labelColumn, baseline: submission.baseline as MatchingBaseline }
}
