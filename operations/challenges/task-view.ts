import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import type { MetricInfo } from '#core/metric.ts'
import { taskSpecSchema } from '#core/task.ts'
import { findMetric } from '#scoring/metrics/catalogue.ts'
import { type Db, database } from '#store/database.ts'
import { findTask, type TaskRecord } from '#store/tasks.ts'
import { runs } from './challenge-view.ts'

export const metricView = z.object({
  name: z.string(),
  title: z.string(),
  direction: z.enum(['higher-is-better', 'lower-is-better']),
  precision: z.number().int(),
  description: z.string(),
})

export const taskView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  challenge: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  track: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  spec: taskSpecSchema,
  metric: metricView,
  baselineScore: z.number().nullable(),
  maxUploadBytes: z.number().int(),
  dataset: z.object({
    slug: z.string(),
    title: z.string(),
    version: z.number().int(),
    releaseId: z.string(),
  }),
  truth: z.object({ name: z.string(), rows: z.number().int(), publicRows: z.number().int() }),
})

/** The metric of a task's kind, or a thrown error: a stored task always names one that exists. */
export function requireMetric(storedSpec: TaskRecord['spec'], name: string): MetricInfo {
  const spec = taskSpecSchema.parse(storedSpec)
  const info = findMetric(spec.kind, name)?.info
  if (!info) throw new Error(`the catalogue has no metric ${name} for ${spec.kind}`)
  return info
}

export function showTask(record: TaskRecord): z.input<typeof taskView> {
  const { challenge } = record.track
  const { dataset } = record.release
  return {
    id: record.id,
    slug: record.slug,
    title: record.title,
    description: record.description,
    challenge: { id: challenge.id, slug: challenge.slug, title: challenge.title },
    track: { id: record.track.id, slug: record.track.slug, title: record.track.title },
    spec: taskSpecSchema.parse(record.spec),
    metric: requireMetric(record.spec, record.primaryMetric),
    baselineScore: record.baselineScore,
    maxUploadBytes: Number(record.maxUploadBytes),
    dataset: {
      slug: dataset.slug,
      title: dataset.title,
      version: record.release.version,
      releaseId: record.releaseId,
    },
    truth: { name: record.truth.name, rows: record.truth.rows, publicRows: record.truth.publicRows },
  }
}

/** The task, when its challenge may be seen; else `not_found`. */
export async function visibleTask(actor: Actor, slugOrId: string, db: Db = database()): Promise<TaskRecord> {
  const record = await findTask(db, slugOrId)
  const challenge = record?.track.challenge
  if (record && challenge && (challenge.status === 'published' || runs(challenge, actor))) return record
  throw new GrandstandError('not_found', `There is no task ${slugOrId} that you may see.`)
}
