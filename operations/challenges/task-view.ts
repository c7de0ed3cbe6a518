import { z } from 'zod'
import type { Actor } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import type { RankedMetric } from '#core/metric.ts'
import { outputMetric, PREDICTION_FORMATS, primaryOutput, scorerManifestSchema } from '#core/scorer.ts'
import { taskSpecSchema } from '#core/task.ts'
import { findMetric } from '#scoring/metrics/catalogue.ts'
import { type Db, database } from '#store/database.ts'
import { findTask, type TaskChangeRecord, type TaskRecord } from '#store/tasks.ts'
import { instant, runs } from './challenge-view.ts'

export const metricView = z.object({
  name: z.string(),
  title: z.string(),
  direction: z.enum(['higher-is-better', 'lower-is-better']),
  precision: z.number().int(),
  description: z.string(),
})

/** What everybody may know of the program by which organisers have a task scored. */
export const taskScorerView = z.object({
  /** Versions of a task count from 1. */
  number: z.number().int(),
  /** SHA-256 of the program: see docs/scorers.md. */
  digest: z.string(),
  outputs: z.array(metricView.extend({ primary: z.boolean() })),
  /** Forms of a predictions file that it can read. */
  reads: z.array(z.enum(PREDICTION_FORMATS)),
})

export const taskView = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  challenge: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  track: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  spec: taskSpecSchema,
  /** The primary metric: the one that ranks. */
  metric: metricView,
  /** Name of the built-in metric that ranks while no scorer program is chosen. */
  primaryMetric: z.string(),
  /** Null while the built-in metrics score the task. */
  scorer: taskScorerView.nullable(),
  baselineScore: z.number().nullable(),
  maxUploadBytes: z.number().int(),
  dataset: z.object({
    slug: z.string(),
    title: z.string(),
    version: z.number().int(),
    releaseId: z.string(),
    /** Why the release was withdrawn after the task was made; the task goes on with it. */
    withdrawnReason: z.string().nullable(),
  }),
  truth: z.object({ name: z.string(), rows: z.number().int(), publicRows: z.number().int() }),
  /** When its organisers changed it and what, newest first; the latest twenty. */
  changes: z.array(z.object({ changedAt: instant, fields: z.array(z.string()) })),
})

type Scored = Pick<TaskRecord, 'spec' | 'primaryMetric' | 'scorer'>

/** What ranks a task: the primary output of its organisers' program, or a built-in metric. */
export function taskMetric({ spec: storedSpec, primaryMetric, scorer }: Scored): RankedMetric {
  if (scorer) return outputMetric(primaryOutput(scorerManifestSchema.parse(scorer.manifest)))
  const spec = taskSpecSchema.parse(storedSpec)
  const info = findMetric(spec.kind, primaryMetric)?.info
  if (!info) throw new Error(`the catalogue has no metric ${primaryMetric} for ${spec.kind}`)
  return info
}

/** A program as teams see it. */
export function showTaskScorer(scorer: TaskRecord['scorer']): z.input<typeof taskScorerView> | null {
  if (!scorer) return null
  const { outputs, reads } = scorerManifestSchema.parse(scorer.manifest)
  return {
    number: scorer.number,
    digest: scorer.digest ?? '',
    outputs: outputs.map((output) => ({ ...outputMetric(output), primary: output.primary })),
    reads,
  }
}

/** @param changes newest first; none of a task that is just being made */
export function showTask(
  record: TaskRecord,
  changes: readonly TaskChangeRecord[] = [],
): z.input<typeof taskView> {
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
    metric: taskMetric(record),
    primaryMetric: record.primaryMetric,
    scorer: showTaskScorer(record.scorer),
    baselineScore: record.baselineScore,
    maxUploadBytes: Number(record.maxUploadBytes),
    dataset: {
      slug: dataset.slug,
      title: dataset.title,
      version: record.release.version,
      releaseId: record.releaseId,
      withdrawnReason: record.release.withdrawnReason,
    },
    truth: { name: record.truth.name, rows: record.truth.rows, publicRows: record.truth.publicRows },
    changes: changes.map(({ changedAt, before }) => ({
      changedAt: changedAt.toISOString(),
      fields: Object.keys(before as object),
    })),
  }
}

/** The task, when its challenge may be seen; else `not_found`. */
export async function visibleTask(actor: Actor, slugOrId: string, db: Db = database()): Promise<TaskRecord> {
  const record = await findTask(db, slugOrId)
  const challenge = record?.track.challenge
  if (record && challenge && (challenge.status === 'published' || runs(challenge, actor))) return record
  throw new GrandstandError('not_found', `There is no task ${slugOrId} that you may see.`)
}

/** The task, when the actor runs its challenge; `not_found` when they may not see it, `forbidden` when only that. */
export async function taskToOrganise(actor: Actor, task: string, db: Db = database()): Promise<TaskRecord> {
  const record = await visibleTask(actor, task, db)
  const { challenge } = record.track
  if (runs(challenge, actor)) return record
  throw new GrandstandError('forbidden', `Only the organisers of ${challenge.title} may do this.`)
}
