import { z } from 'zod'
import { type Actor, requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { taskSpecSchema } from '#core/task.ts'
import { type Db, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { listTaskChanges, lockTask, type TaskRecord } from '#store/tasks.ts'
import { defineOperation } from '../operation.ts'
import { requireSliceColumns } from './slice-columns.ts'
import { requireKnownMetrics, requireTruth, withClasses } from './task-checks.ts'
import { taskFields } from './task-fields.ts'
import { showTask, taskToOrganise, taskView } from './task-view.ts'

const { title, description, baselineScore, maxUploadBytes } = taskFields
const { slices, predictionForm } = taskSpecSchema.shape

const settingsSchema = z.object({
  title,
  description,
  baselineScore,
  maxUploadBytes,
  slices: slices.unwrap(),
  predictionForm: predictionForm.removeDefault(),
  primaryMetric: z.string(),
  releaseId: z.string(),
  /** Name of the release's truth. */
  truth: z.string(),
})

type Settings = z.output<typeof settingsSchema>

/** What makes two scores comparable, and a file right or wrong: it stands once a file was sent. */
const SETTLED_BY_FILES: readonly (keyof Settings)[] = [
  'predictionForm',
  'primaryMetric',
  'releaseId',
  'truth',
]

export const updateTask = defineOperation({
  name: 'updateTask',
  method: 'PATCH',
  path: '/tasks/{task}',
  tag: 'challenges',
  summary: 'Change a task: its words and slices at any time, what it measures until the first file is sent',
  description:
    'Slices, an empty list for none, show in reports made from then on; reports that exist stay as they are. A task that is scored by a scorer program ignores them. `primaryMetric`, `predictionForm`, `releaseId` and `truth` may change only while the task has no submissions. Every change is kept with who made it and when; `changes` of the task tells everybody when what was changed.',
  access: 'organiser',
  scope: 'organise',
  input: settingsSchema.partial().extend({ task: z.string() }),
  output: taskView,
  errors: ['conflict'],
  async run(actor, { task, ...wanted }, { now }) {
    const { userId } = requirePerson(actor)
    const { id } = await taskToOrganise(actor, task)
    return transaction(async (tx) => {
      await lockTask(tx, id)
      const record = await taskToOrganise(actor, id, tx)
      const present = settingsOf(record)
      const changed = changesOf(present, wanted)
      if (changed.length > 0) {
        await requireChangeable(tx, record, changed)
        // names that are given without a value change nothing
        const news = Object.fromEntries(changed.map((name) => [name, wanted[name]]))
        await write(tx, actor, record, { ...present, ...news })
        const before = Object.fromEntries(changed.map((name) => [name, present[name]]))
        await tx.taskChange.create({ data: { id: newId('tch'), taskId: id, userId, before, changedAt: now } })
        announce(tx, { kind: 'board', taskId: id, challengeId: record.track.challengeId })
      }
      return showTask(await taskToOrganise(actor, id, tx), await listTaskChanges(tx, id))
    })
  },
})

function settingsOf(record: TaskRecord): Settings {
  const spec = taskSpecSchema.parse(record.spec)
  return {
    ...{ title: record.title, description: record.description, baselineScore: record.baselineScore },
    maxUploadBytes: Number(record.maxUploadBytes),
    slices: spec.slices ?? [],
    predictionForm: spec.predictionForm,
    ...{ primaryMetric: record.primaryMetric, releaseId: record.releaseId, truth: record.truth.name },
  }
}

/** Names of the settings that are wanted otherwise than they are. */
function changesOf(present: Settings, wanted: Partial<Settings>): (keyof Settings)[] {
  const names = settingsSchema.keyof().options
  return names.filter(
    (name) => wanted[name] !== undefined && JSON.stringify(wanted[name]) !== JSON.stringify(present[name]),
  )
}

async function requireChangeable(tx: Db, { id }: TaskRecord, changed: (keyof Settings)[]): Promise<void> {
  const settled = changed.filter((name) => SETTLED_BY_FILES.includes(name))
  if (settled.length === 0) return
  const count = await tx.submission.count({ where: { taskId: id } })
  if (count === 0) return
  throw new GrandstandError(
    'conflict',
    `The task has ${count === 1 ? 'a submission' : `${count} submissions`}: ${settled.join(', ')} can no longer change, since scores could not be compared. Add another task instead.`,
  )
}

async function write(tx: Db, actor: Actor, record: TaskRecord, wanted: Settings): Promise<void> {
  const { releaseId, truth, primaryMetric, slices, predictionForm, maxUploadBytes, ...words } = wanted
  const isSameTruth = releaseId === record.releaseId && truth === record.truth.name
  const before = taskSpecSchema.parse(record.spec)
  const spec = { ...before, slices, predictionForm }
  requireKnownMetrics(spec, primaryMetric)
  const answers = isSameTruth ? undefined : await requireTruth(tx, actor, releaseId, truth)
  const { schema } = answers ?? (await tx.release.findUniqueOrThrow({ where: { id: releaseId } }))
  requireSliceColumns(spec, schema)
  await tx.task.update({
    where: { id: record.id },
    data: {
      ...words,
      ...{ primaryMetric, releaseId, maxUploadBytes: BigInt(maxUploadBytes) },
      truthId: answers?.id,
      // other answers may have other classes
      spec: answers ? withClasses({ ...spec, classes: undefined }, answers.classes) : spec,
    },
  })
}
