import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { taskSpecSchema } from '#core/task.ts'
import { transaction } from '#store/database.ts'
import { TASK_PARTS } from '#store/tasks.ts'
import { isTaken } from '#store/uniqueness.ts'
import { defineOperation } from '../operation.ts'
import { slug } from './challenge-fields.ts'
import { challengeToOrganise } from './challenge-view.ts'
import { requireSliceColumns } from './slice-columns.ts'
import { requireKnownMetrics, requireTruth, withClasses } from './task-checks.ts'
import { taskFields } from './task-fields.ts'
import { showTask, taskView } from './task-view.ts'

export const createTask = defineOperation({
  name: 'createTask',
  method: 'POST',
  path: '/challenges/{challenge}/tracks/{track}/tasks',
  tag: 'challenges',
  summary: 'Add a task to a track: one release, one truth, one primary metric',
  description:
    'The truth is named by its label column or match definition. Classes of a classification task come from the truth when they are not given. `spec.slices` names features of the test table, alone or two together, by which reports show the primary metric, too.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({
    challenge: z.string(),
    track: z.string(),
    title: taskFields.title,
    slug: slug.optional(),
    description: taskFields.description.default(''),
    releaseId: z.string(),
    truth: z.string(),
    spec: taskSpecSchema,
    primaryMetric: z.string(),
    baselineScore: taskFields.baselineScore.default(null),
    maxUploadBytes: taskFields.maxUploadBytes.default(524_288_000),
  }),
  output: taskView,
  status: 201,
  errors: ['already_exists', 'conflict'],
  async run(actor, { challenge, track, truth, spec, slug: wanted, maxUploadBytes, ...fields }) {
    requireKnownMetrics(spec, fields.primaryMetric)
    const address = wanted ?? slugOf(fields.title)
    try {
      const record = await transaction(async (tx) => {
        const { tracks } = await challengeToOrganise(actor, challenge, tx)
        const home = tracks.find((one) => one.slug === track || one.id === track)
        if (!home) throw new GrandstandError('not_found', `The challenge has no track ${track}.`)
        const answers = await requireTruth(tx, actor, fields.releaseId, truth)
        requireSliceColumns(spec, answers.schema)
        return tx.task.create({
          data: {
            id: newId('tsk'),
            trackId: home.id,
            slug: address,
            position: home.tasks.length,
            truthId: answers.id,
            spec: withClasses(spec, answers.classes),
            maxUploadBytes: BigInt(maxUploadBytes),
            ...fields,
          },
          include: TASK_PARTS,
        })
      })
      return showTask(record)
    } catch (error) {
      if (!isTaken(error)) throw error
      throw new GrandstandError(
        'already_exists',
        `There is a task at ${address} already; choose another slug.`,
      )
    }
  },
})
