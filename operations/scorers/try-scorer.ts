import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { scorerManifestSchema } from '#core/scorer.ts'
import { database } from '#store/database.ts'
import type { ScorerRecord } from '#store/scorers.ts'
import { findTask } from '#store/tasks.ts'
import { defineOperation } from '../operation.ts'
import { visibleSubmission } from '../submissions/submission-view.ts'
import { beginTrial, requireReady } from './begin-trial.ts'
import { scorerToOrganise, scorerView, showScorer, waitForScorer, waitSeconds } from './scorer-view.ts'

export const tryScorer = defineOperation({
  name: 'tryScorer',
  method: 'POST',
  path: '/scorers/{scorer}/trials',
  tag: 'scorers',
  summary: "Try a scorer program on the release's sample submission, or on a submission to the task",
  description:
    'It runs as it would for a team: same checks, same sandbox, once per part of the answers; nothing of it reaches a board. To try it on a file of your own, use tryScorerOnFile.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ scorer: z.string(), submission: z.string().optional(), wait: waitSeconds }),
  output: scorerView,
  status: 202,
  errors: ['conflict'],
  async run(actor, { scorer, submission, wait }, { now }) {
    const { userId } = requirePerson(actor)
    const record = await scorerToOrganise(actor, scorer)
    requireReady(record)
    const sample =
      submission === undefined ? await sampleOf(record) : await visibleSubmission(actor, submission)
    if ('taskId' in sample && sample.taskId !== record.taskId) {
      throw new GrandstandError('conflict', 'That submission is to another task.')
    }
    const { filename, sha256, blobKey } = sample
    const id = newId('tri', now.getTime())
    await beginTrial(record, { id, createdById: userId, createdAt: now, filename, sha256, blobKey })
    await waitForScorer(record.id, wait)
    return showScorer(await scorerToOrganise(actor, record.id))
  },
})

/** The file of the release that is accepted as it is, in a form that the program reads. */
async function sampleOf(
  scorer: ScorerRecord,
): Promise<{ filename: string; sha256: string; blobKey: string }> {
  const task = await findTask(database(), scorer.taskId)
  const { reads } = scorerManifestSchema.parse(scorer.manifest)
  const tables = [`sample_submission_${task?.truth.name}`, 'sample_submission']
  const paths = tables.flatMap((table) => reads.map((format) => `${table}.${format}`))
  const files = await database().releaseFile.findMany({
    where: { releaseId: task?.releaseId, path: { in: paths } },
  })
  const found = paths
    .map((path) => files.find((file) => file.path === path))
    .find((file) => file !== undefined)
  if (found) return { filename: found.path, sha256: found.sha256, blobKey: found.blobKey }
  throw new GrandstandError('conflict', 'The release has no sample submission; try it on a file of your own.')
}
