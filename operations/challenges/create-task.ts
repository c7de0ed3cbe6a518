import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId, slugOf } from '#core/ids.ts'
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'
import { findMetric, listMetricInfos } from '#scoring/metrics/catalogue.ts'
import { type Db, transaction } from '#store/database.ts'
import { lockRelease } from '#store/datasets.ts'
import { TASK_PARTS } from '#store/tasks.ts'
import { isTaken } from '#store/uniqueness.ts'
import { mayBuildOn, visibleRelease } from '../datasets/dataset-access.ts'
import { defineOperation } from '../operation.ts'
import { slug } from './challenge-fields.ts'
import { challengeToOrganise } from './challenge-view.ts'
import { requireSliceColumns } from './slice-columns.ts'
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
    title: z.string().trim().min(2).max(120),
    slug: slug.optional(),
    description: z.string().max(20_000).default(''),
    releaseId: z.string(),
    truth: z.string(),
    spec: taskSpecSchema,
    primaryMetric: z.string(),
    baselineScore: z.number().nullable().default(null),
    maxUploadBytes: z.coerce.number().int().min(1_024).max(1_099_511_627_776).default(524_288_000),
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

function requireKnownMetrics(spec: TaskSpec, primaryMetric: string): void {
  for (const name of [primaryMetric, ...spec.metrics]) {
    if (findMetric(spec.kind, name)) continue
    const known = listMetricInfos(spec.kind).map((info) => info.name)
    throw new GrandstandError(
      'invalid_input',
      `There is no metric ${name} for ${spec.kind}; known: ${known.join(', ')}.`,
    )
  }
}

async function requireTruth(tx: Db, actor: Actor, releaseId: string, name: string) {
  await lockRelease(tx, releaseId)
  const release = await visibleRelease(actor, releaseId, tx)
  if (!(await mayBuildOn(release.dataset, actor, tx))) {
    throw new GrandstandError(
      'forbidden',
      `${release.dataset.title} is not yours to give to the members of a challenge; ask who keeps it.`,
    )
  }
  if (release.status === 'withdrawn') {
    const why = `Release ${release.version} was withdrawn (${release.withdrawnReason ?? 'no reason given'})`
    throw new GrandstandError('conflict', `${why}; tasks that use it go on, a new one needs another release.`)
  }
  if (release.status !== 'ready') {
    throw new GrandstandError('conflict', `The release is ${release.status}; a task needs one that is ready.`)
  }
  const found = release.truths.find((truth) => truth.name === name)
  if (found) return { ...found, schema: release.schema }
  const names = release.truths.map((truth) => truth.name).join(', ') || 'none'
  throw new GrandstandError('not_found', `The release has no truth ${name}; it has: ${names}.`)
}

function withClasses(spec: TaskSpec, classes: string[]): TaskSpec {
  return spec.kind === 'classification' && !spec.classes ? { ...spec, classes } : spec
}
